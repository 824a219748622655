import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Config } from '#src/config.ts'
import type { Database } from '#src/db/open.ts'
import { lineOf } from './problem.ts'
import { readyCommand } from './run.ts'
import type { terminal } from './terminal.ts'

type Asked = { argv: string[]; cwd: string }
type Said = { out?: string; err?: string; progress?: [number, number]; exit?: number }

/**
 * Runs the command somebody hands over through the socket of the data folder, and sends back what it says.
 * Only who may write in the data folder can reach the socket.
 * @param opened the database, as soon as it is open
 */
export function serveCommand(socket: Socket, config: Config, opened: Promise<Database>, now: () => Date) {
  socket.on('error', () => {})
  const say = (said: Said) =>
    new Promise<void>(resolve => {
      if (socket.destroyed || socket.write(`${JSON.stringify(said)}\n`)) return resolve()
      socket.once('drain', resolve).once('close', resolve)
    })
  createInterface({ input: socket }).once('line', async line => {
    let exit = 2
    try {
      const { argv, cwd } = JSON.parse(line) as Asked
      const ready = await readyCommand(argv)
      if ('help' in ready) throw new Error('Help is given where it was asked for')
      exit = await ready.run({
        database: await opened,
        config,
        cwd,
        now,
        out: text => say({ out: Buffer.from(text).toString('base64') }),
        err: text => void say({ err: text }),
        progress: throttled((done, of) => void say({ progress: [done, of] })),
      })
    } catch (error) {
      await say({ err: lineOf(error) })
    }
    await say({ exit })
    socket.end()
  })
}

/** Hands a command to the process that holds the data folder. @returns its exit code */
export async function handOver(
  socket: Socket,
  asked: Asked,
  to: ReturnType<typeof terminal>,
): Promise<number> {
  socket.on('error', () => {})
  socket.write(`${JSON.stringify(asked)}\n`)
  for await (const line of createInterface({ input: socket })) {
    const said = JSON.parse(line) as Said
    if (said.out !== undefined) await to.out(Buffer.from(said.out, 'base64'))
    if (said.err !== undefined) to.err(said.err)
    if (said.progress) to.progress(...said.progress)
    if (said.exit !== undefined) return said.exit
  }
  to.err('The running server stopped before the command was done.\n')
  return 2
}

function throttled(tell: (done: number, of: number) => void) {
  let last = 0
  return (done: number, of: number) => {
    if (Date.now() - last < 100 && done < of) return
    last = Date.now()
    tell(done, of)
  }
}
