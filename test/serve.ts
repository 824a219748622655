import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The real server as its own process. */
export type Server = {
  address: string
  setUpLink: string | undefined
  process: ChildProcess
  gone: Promise<number | null>
}

/**
 * Starts `src/main.ts` on a free port and waits until it says that it is ready.
 * @throws Error with what it printed when it ends instead
 */
export async function startServer(env: Record<string, string>): Promise<Server> {
  const child = run(['src/main.ts'], { PORT: '0', LOG_LEVEL: 'error', ...env })
  const gone = once(child, 'exit').then(([code]) => code as number | null)
  let complaint = ''
  child.stderr!.on('data', text => {
    complaint += text
  })
  // One reader for all lines: two lines may come in one piece, and a second reader would miss what the first has read.
  let setUpLink: string | undefined
  const ready = new Promise<string>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout! })
    lines.on('line', line => {
      setUpLink ??= /Set up: (\S+)/.exec(line)?.[1]
      const address = /ready at (\S+)/.exec(line)?.[1]
      if (address) resolve(address)
    })
    lines.on('close', async () => reject(new Error(`The server ended with ${await gone}: ${complaint}`)))
  })
  const address = await ready
  return {
    address,
    get setUpLink() {
      return setUpLink
    },
    process: child,
    gone,
  }
}

/** Runs the command line to its end. */
export async function concordat(args: string[], env: Record<string, string>, cwd = root) {
  const child = run(['src/cli.ts', ...args], { ...env, INIT_CWD: cwd })
  let [out, err] = ['', '']
  child.stdout!.on('data', text => {
    out += text
  })
  child.stderr!.on('data', text => {
    err += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

function run(args: string[], env: Record<string, string>): ChildProcess {
  const { DATABASE_URL: _, DATABASE_OWNER_URL: __, ...rest } = process.env
  return spawn(process.execPath, args, {
    cwd: root,
    env: { ...rest, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
