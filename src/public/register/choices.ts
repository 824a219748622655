import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { Site } from '#src/public/site.ts'

/** The values that current entries have, by the word a list is filtered with. */
export type Choices = Record<'kind' | 'stage' | 'tier' | 'theme' | 'area' | 'directorate', string[]>

const most = 300
// A site is another object once anything of it changes.
const known = new WeakMap<Site, Promise<Choices>>()

/** What a register can be filtered by, read once for as long as the site stays as it is. */
export function choicesFor(db: Db, site: Site): Promise<Choices> {
  const choices = known.get(site) ?? readChoices(db, site)
  known.set(site, choices)
  choices.catch(() => known.delete(site))
  return choices
}

async function readChoices(db: Db, site: Site): Promise<Choices> {
  const choices: Choices = { kind: [], stage: [], tier: [], theme: [], area: [], directorate: [] }
  const { rows } = await sql<{ word: keyof Choices; value: string | null }>`
    with held as materialized (select kind, stage, tier, theme, area, directorate from public_copy
      where authority_id = ${site.authorityId} and until_at is null)
    ${sql.join(
      Object.keys(choices).map(
        word => sql`select distinct ${sql.lit(word)} as word, ${sql.ref(word)} as value from held`,
      ),
      sql` union all `,
    )}`.execute(db)
  rows.sort((a, b) => (a.value ?? '').localeCompare(b.value ?? '', 'en-GB'))
  for (const { word, value } of rows) if (value && choices[word].length < most) choices[word].push(value)
  return choices
}
