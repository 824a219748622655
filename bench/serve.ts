import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

/** A process of ours that answers on an address. */
export type Served = { base: string; pid: number; startedIn: number; stop(): Promise<void> }

const root = fileURLToPath(new URL('..', import.meta.url))

/** Starts Node with these arguments in this repository, on a free port and waits until it answers. */
export async function serve(args: string[], env: Record<string, string>, ready: string): Promise<Served> {
  const port = await freePort()
  const start = performance.now()
  const child = spawn(process.execPath, [...(env.NODE_ARGS?.split(' ') ?? []), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, LOG_LEVEL: 'error', ...env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  const base = `http://127.0.0.1:${port}`
  await untilItAnswers(child, `${base}${ready}`, args.at(-1)!)
  return {
    base,
    pid: child.pid!,
    startedIn: (performance.now() - start) / 1000,
    async stop() {
      process.off('exit', end)
      const gone = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function untilItAnswers(child: ChildProcess, url: string, program: string) {
  for (let attempt = 0; attempt < 1200; attempt++) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}`)
    const answers = await fetch(url).then(
      answer => answer.ok,
      () => false,
    )
    if (answers) return
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  throw new Error(`${program} did not answer within half a minute`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
