import { readdir, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { Refused } from '#src/errors.ts'
import type { Database } from './open.ts'
import { ensureRoles } from './roles.ts'

const folder = new URL('../../migrations/', import.meta.url)

/**
 * Brings the database to the newest migration, forward only.
 * @param webUrl the address requests sign in with; undefined on the embedded database
 * @returns the names of the migrations that ran now
 * @throws Refused when the roles cannot be made or a migration fails
 */
export async function migrate(database: Database, webUrl?: string): Promise<string[]> {
  await ensureRoles(database.bare(), webUrl ? decodeURIComponent(new URL(webUrl).username) : undefined)
  const owner = database.owner()
  const migrator = new Migrator({ db: owner, provider: { getMigrations: readMigrations } })
  const { error, results } = await migrator.migrateToLatest()
  if (error)
    throw new Refused(`A migration failed: ${error instanceof Error ? error.message : String(error)}`)
  await sql`grant select on kysely_migration to concordat_app, concordat_maintenance`.execute(owner)
  return (results ?? []).map(result => result.migrationName)
}

/** @throws Refused when the database is behind the program. */
export async function requireMigrated(database: Database): Promise<void> {
  const wanted = Object.keys(await readMigrations())
  const done = await sql<{ name: string }>`select name from kysely_migration`
    .execute(database.maintenance())
    .then(result => result.rows.map(row => row.name))
    .catch(error => {
      // Classes 22 and 42: the table or its roles are not there yet. Anything else is another trouble.
      if (/^(22|42)/.test(error.code)) return [] as string[]
      throw error
    })
  const missing = wanted.filter(name => !done.includes(name))
  if (missing.length === 0) return
  throw new Refused(`The database lacks ${missing.join(', ')}. Set DATABASE_OWNER_URL and start again.`)
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort()
  const all = names.map(async name => {
    const text = await readFile(new URL(name, folder), 'utf8')
    return [
      name.replace(/\.sql$/, ''),
      {
        up: db =>
          sql
            .raw(text)
            .execute(db)
            .then(() => {}),
      },
    ] as [string, Migration]
  })
  return Object.fromEntries(await Promise.all(all))
}
