import type { Config } from '#src/config.ts'
import { migrate, requireMigrated } from './migrate.ts'
import { type Database, openEmbedded, openServer } from './open.ts'
import { refuseUnsafeLogin } from './roles.ts'

/**
 * Opens the configured database, migrated and safe to serve from.
 * @throws Refused when it is behind, or its login is one row-level security does not bind
 */
export async function startDatabase(config: Config): Promise<Database> {
  if (!config.databaseUrl) {
    const embedded = await openEmbedded(config.dataDir)
    await migrate(embedded)
    return embedded
  }
  const server = openServer(config.databaseUrl, config.databaseOwnerUrl)
  try {
    if (config.databaseOwnerUrl) await migrate(server, config.databaseUrl)
    await requireMigrated(server)
    await refuseUnsafeLogin(server.app())
    return server
  } catch (error) {
    await server.close()
    throw error
  }
}
