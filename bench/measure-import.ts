import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importedInto } from './fill.ts'
import { send } from './load.ts'
import type { Result } from './report.ts'
import { usageOf } from './usage.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A register's own export taken into an empty authority through the command line, and the most memory that took. */
export async function measureImport(
  service: string,
  { slugs, cookie, partnerships }: { slugs: string[]; cookie: string; partnerships: number },
  env: Record<string, string>,
): Promise<Result> {
  const { body } = await send(service, { path: `/${slugs[0]}/staff/partnerships.csv`, headers: { cookie } })
  const file = join(env.DATA_DIR!, 'import.csv')
  writeFileSync(file, body)
  const start = performance.now()
  const args = ['src/cli.ts', 'import', file, '--authority', importedInto, '--map', 'name=Name', '--json']
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peak = 0
  const watching = setInterval(() => {
    peak = Math.max(peak, usageOf(child.pid!)?.peak ?? 0)
  }, 200)
  const code = await new Promise(resolve => child.once('exit', resolve))
  clearInterval(watching)
  if (code !== 0) throw new Error(`The import ended with ${code}`)
  const seconds = (performance.now() - start) / 1000
  console.log(`\nImport of ${partnerships} rows: ${seconds.toFixed(1)} s, ${peak.toFixed(0)} MB at its peak.`)
  const wait = seconds * 1000
  return {
    name: `import of ${partnerships.toLocaleString('en-GB')} rows`,
    who: 'Concordat',
    requestsPerSecond: 1 / seconds,
    p50: wait,
    p99: wait,
    bytes: body.length,
    requests: 1,
    seconds,
    peak,
  }
}
