import { randomBytes } from 'node:crypto'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { holdFolder } from './db/lock.ts'
import { startDatabase } from './db/start.ts'
import { Refused } from './errors.ts'
import { startHousekeeping } from './housekeeping.ts'
import { sessionSecret } from './secret.ts'
import { startSealing } from './trail/sealing.ts'

try {
  const config = readConfig(process.env)
  const lock = config.databaseUrl ? null : await holdFolder(config.dataDir, socket => socket.destroy())
  const database = await startDatabase(config)
  const setupToken = randomBytes(24).toString('base64url')
  const app = await buildApp({
    config: { ...config, sessionSecret: sessionSecret(config) },
    database,
    now: () => new Date(),
    setupToken,
  })
  await app.listen({ port: config.port, host: config.host })
  const stopSealing = startSealing(database, app.log)
  const stopHousekeeping = startHousekeeping(database, () => new Date(), app.log)
  console.log(`Concordat is ready at ${config.publicUrl}`)

  const stop = async () => {
    await app.close()
    await stopHousekeeping()
    await stopSealing()
    await database.close()
    lock?.close()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
} catch (error) {
  if (!(error instanceof Refused)) throw error
  console.error(error.message)
  process.exit(2)
}
