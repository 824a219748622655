import { randomBytes } from 'node:crypto'
import { isSetUp } from './accounts/add.ts'
import { buildApp } from './app.ts'
import { serveCommand } from './commands/hand-over.ts'
import { lineOf } from './commands/problem.ts'
import { readConfig } from './config.ts'
import { holdFolder } from './db/lock.ts'
import type { Database } from './db/open.ts'
import { startDatabase } from './db/start.ts'
import { startHousekeeping } from './housekeeping.ts'
import { deliveryOf, startSending } from './notify/sending.ts'
import { sessionSecret } from './secret.ts'
import { startSealing } from './trail/sealing.ts'

try {
  const config = readConfig(process.env)
  const now = () => new Date()
  const opened = Promise.withResolvers<Database>()
  const lock = config.databaseUrl
    ? null
    : await holdFolder(config.dataDir, socket => serveCommand(socket, config, opened.promise, now))
  const database = await startDatabase(config)
  opened.resolve(database)
  const setupToken = randomBytes(24).toString('base64url')
  const app = await buildApp({
    config: { ...config, sessionSecret: sessionSecret(config) },
    database,
    now,
    setupToken,
  })
  const address = await app.listen({ port: config.port, host: config.host })
  const stopSealing = startSealing(database, app.log)
  const stopHousekeeping = startHousekeeping(database, now, app.log, config.publicUrl)
  const stopSending = startSending(database, deliveryOf(config), now, app.log)

  const stop = async () => {
    // Whoever never finishes their request must not keep the service from stopping.
    setTimeout(() => process.exit(1), 30_000).unref()
    // A connection kept alive falls idle only once its last request is answered.
    setInterval(() => app.server.closeIdleConnections(), 100).unref()
    await app.close()
    await stopSending()
    await stopHousekeeping()
    await stopSealing()
    await database.close()
    lock?.close()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)

  const reached = config.port === 0 && !config.publicUrlGiven ? address : config.publicUrl
  console.log(`Concordat is ready at ${reached}`)
  if (!(await isSetUp(database))) console.log(`Set up: ${reached}/setup?token=${setupToken}`)
} catch (error) {
  process.stderr.write(lineOf(error))
  process.exit(2)
}
