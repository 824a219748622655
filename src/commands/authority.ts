import { addAuthority } from '#src/accounts/add.ts'
import type { Database } from '#src/db/open.ts'
import { Refused } from '#src/errors.ts'
import { type Command, commandLine } from './command.ts'
import { tableOf } from './table.ts'
import { textOf, wordsOf } from './words.ts'

/** Adds an authority. */
export const authorityAdd: Command = {
  options: { prefix: { type: 'string' } },
  async run(words, { database, config, now, out }) {
    const [slug = '', name = ''] = wordsOf(words, 'SLUG', 'NAME')
    const prefix = textOf(words, 'prefix')
    await addAuthority(database, { slug, name, ...(prefix ? { prefix } : {}) }, now(), commandLine)
    await out(`${name} is added. Its staff work at ${config.publicUrl}/${slug}/staff\n`)
    return 0
  },
}

/** Lists the authorities with the size of their registers. */
export const authorityList: Command = {
  options: { json: { type: 'boolean' } },
  async run(words, { database, out }) {
    wordsOf(words)
    const rows = await database
      .maintenance()
      .selectFrom('authority')
      .select(['slug', 'name', 'prefix'])
      .select(eb =>
        eb
          .selectFrom('register_entry')
          .select(count => count.fn.countAll<number>().as('entries'))
          .whereRef('register_entry.authority_id', '=', 'authority.id')
          .where('pending_batch', 'is', null)
          .where('removed', '=', false)
          .as('entries'),
      )
      .orderBy('slug')
      .execute()
    if (words.values.json) await out(`${JSON.stringify(rows)}\n`)
    else if (rows.length === 0)
      await out('There is no authority yet. Add one with: concordat authority add SLUG NAME\n')
    else
      await out(
        tableOf(
          ['Slug', 'Name', 'Prefix', 'Entries'],
          rows.map(row => [row.slug, row.name, row.prefix, String(row.entries ?? 0)]),
        ),
      )
    return 0
  },
}

/**
 * The authority with this address.
 * @throws Refused naming those there are
 */
export async function authorityNamed(database: Database, slug: string | undefined) {
  const rows = await database
    .app()
    .selectFrom('authority')
    .select(['id', 'slug', 'name'])
    .orderBy('slug')
    .execute()
  const row = rows.find(each => each.slug === slug)
  if (row) return row
  const there = rows.map(each => each.slug).join(', ') || 'none yet: add one with authority add'
  throw new Refused(
    `${slug === undefined ? 'Say whose register with --authority SLUG' : `There is no authority ‘${slug}’`}. The authorities are: ${there}.`,
  )
}
