import { loadSample } from '#seed/load/sample.ts'
import { emptyDatabase, type World } from './world.ts'

/** Puts the sample county in the place of the world's two empty authorities. */
export async function fillWithSample(world: World): Promise<void> {
  await emptyDatabase(world.database)
  await loadSample(world.database, { now: world.clock.now, password: 'nobody signs in with this one' })
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
