import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSample } from '#seed/load/sample.ts'
import { backUp } from '#src/db/backup.ts'
import type { Database } from '#src/db/open.ts'
import { restoreFrom } from '#src/db/restore.ts'
import { emptyDatabase, today, type World } from './world.ts'

/** Puts the sample county in the place of the world's two empty authorities. */
export async function fillWithSample(world: World): Promise<void> {
  await emptyDatabase(world.database)
  await takeSample(world.database)
  for (const where of ['county', 'borough'] as const) {
    const { id, slug } = await world.database
      .app()
      .selectFrom('authority')
      .select(['id', 'slug'])
      .where('slug', '=', world[where].slug)
      .executeTakeFirstOrThrow()
    world[where] = { id, slug, db: world.database.app({ authority: id }) }
  }
}

let kept: string | undefined

/** Puts the sample county into an empty database: act by act the first time, then whole, in a tenth of the time. */
export async function takeSample(database: Database): Promise<void> {
  if (kept) {
    await restoreFrom(database, kept)
    return
  }
  await loadSample(database, { now: today, password: 'nobody signs in with this one' })
  const folder = await mkdtemp(join(tmpdir(), 'concordat-sample-'))
  process.once('exit', () => rmSync(folder, { recursive: true }))
  const path = join(folder, 'county.backup')
  await backUp(database, path, today)
  kept = path
}
