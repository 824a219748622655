import { spawn } from 'node:child_process'
import { Refused } from '#src/errors.ts'
import { startPostgres } from './postgres.ts'

// The tests that touch a database, once more on a PostgreSQL server of their own.
const chosen = process.argv.slice(2)
const scripts = chosen.length > 0 ? chosen : ['test:unit', 'test:journeys']
let running: ReturnType<typeof spawn> | undefined

const server = await startPostgres({ fsync: 'off' }).catch(error => {
  if (!(error instanceof Refused)) throw error
  console.error(error.message)
  process.exit(2)
})
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    running?.kill('SIGTERM')
    await server.stop()
    process.exit(130)
  })

let code = 1
try {
  for (const script of scripts) {
    code = await run(script)
    if (code !== 0) break
  }
} finally {
  await server.stop()
}
process.exit(code)

function run(script: string): Promise<number> {
  const env = { ...process.env, DATABASE_URL: server.url, DATABASE_OWNER_URL: server.ownerUrl }
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  running = spawn(npm, ['run', '-s', script], { stdio: 'inherit', env })
  return new Promise((resolve, reject) =>
    running!.once('error', reject).once('exit', status => resolve(status ?? 1)),
  )
}
