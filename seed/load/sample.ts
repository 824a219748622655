import { sql } from 'kysely'
import type { Database } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import { Refused } from '#src/errors.ts'
import { type Actor, change } from '#src/trail/change.ts'
import { seal } from '#src/trail/seal.ts'
import { authorities } from '../county.ts'
import type { Authority } from '../shape.ts'
import { registers } from '../wendleshire.ts'
import { addAccounts, grantsOf, type SampleAccount } from './accounts.ts'
import { type Happening, inOrder } from './act.ts'
import { assessmentsOf } from './assessed.ts'
import { carryOvers, changesOf } from './changes.ts'
import { directoryOf, opened } from './directory.ts'
import { entering } from './entries.ts'
import { formsOf } from './forms.ts'
import { newPlace, type Place } from './place.ts'
import { proposalsOf } from './proposals.ts'
import { protocolOf } from './protocol.ts'
import { publicationsOf } from './publication.ts'
import { staffChangesOf } from './staff.ts'

export type { SampleAccount } from './accounts.ts'

/** `password` is given to every account instead of one of its own; `yes` loads it beside what is there. */
export type SampleOptions = {
  now: Date
  yes?: boolean
  password?: string
  progress?: (done: number, of: number) => void
}

/**
 * Loads the sample county, each change written on the day it happened and sealed on its authority's trail.
 * @returns one account per role, whose passwords stand nowhere else
 * @throws Refused when the installation is in use and `yes` is not given, or the county is there already
 */
export async function loadSample(database: Database, options: SampleOptions): Promise<SampleAccount[]> {
  await refuseWhereUnwelcome(database, options.yes ?? false)
  const start = new Date(`${opened}T08:30:00Z`)
  const by: Actor = { kind: 'command', accountId: null, name: 'Sample county', capacity: 'Operator' }
  const password = options.password
  const made: SampleAccount[] = []
  const days: { place: Place; acts: ReturnType<typeof inOrder> }[] = []
  for (const authority of authorities) {
    const place = await addAuthority(database, authority, by, start)
    const accounts = await addAccounts(database.app(), by, start, authority.key, password)
    place.accounts = accounts.ids
    made.push(...accounts.made)
    days.push({ place, acts: inOrder(lifeOf(place, authority), options.now) })
  }
  made.push(...(await addAccounts(database.app(), by, start, undefined, password)).made)
  const of = days.reduce((sum, { acts }) => sum + acts.length, 0)
  let done = 0
  for (const { place, acts } of days) {
    for (const act of acts) {
      await act.do(act.at)
      options.progress?.(++done, of)
    }
    await dateEntries(place)
    await seal(place.db, place.id)
  }
  await seal(database.app(), null)
  await writeToNobody(database, options.now)
  return made
}

async function refuseWhereUnwelcome(database: Database, yes: boolean) {
  const db = database.maintenance()
  const slugs = authorities.map(authority => authority.slug)
  const there = await db.selectFrom('authority').select('slug').execute()
  const same = there.find(authority => slugs.includes(authority.slug))
  if (same) throw new Refused(`The sample county, or an authority called ${same.slug}, is here already.`)
  const account = await db.selectFrom('account').select('id').limit(1).executeTakeFirst()
  if (!yes && (account || there.length > 0))
    throw new Refused(
      'This installation is in use. Add --yes to load the sample county beside what is there.',
    )
}

async function addAuthority(database: Database, authority: Authority, by: Actor, at: Date): Promise<Place> {
  const id = newId()
  const what = { authority: id, by, at, action: 'authority.add' }
  await change(database.maintenance(), what, act =>
    act.on('authority', id, authority.name).insert('authority', {
      id,
      slug: authority.slug,
      name: authority.name,
      prefix: authority.prefix,
      colour: authority.colour,
      logo: null,
      logo_type: null,
      contact_name: authority.contact,
      contact_email: authority.email,
      contact_phone: authority.phone,
      created_at: at,
    }),
  )
  return newPlace(authority, id, database.app({ authority: id }))
}

function lifeOf(place: Place, authority: Authority): Happening[] {
  const arrangements = registers
    .filter(register => register.authority === place.key)
    .flatMap(register => register.arrangements)
  return [
    ...directoryOf(place, authority),
    ...arrangements.map(arrangement => entering(place, arrangement)),
    ...grantsOf(place, authority.keeper, arrangements),
    ...staffChangesOf(place, authority),
    ...carryOvers(place, authority.keeper),
    ...arrangements.flatMap(arrangement => changesOf(place, arrangement)),
    ...protocolOf(place),
    ...assessmentsOf(place),
    ...proposalsOf(place),
    ...formsOf(place),
    ...publicationsOf(place, authority),
  ]
}

// What happened in the past queued mails to people who do not exist.
async function writeToNobody(database: Database, now: Date) {
  await database
    .app()
    .deleteFrom('mail')
    .where('recipient', 'like', '%.example')
    .where('created_at', '<=', now)
    .execute()
}

// Lists say when an entry last changed: on the day it did, not on the day of loading.
async function dateEntries(place: Place) {
  await sql`update register_entry e set changed_at = s.at
    from (select subject_id, max(at) as at from event
      where authority_id = ${place.id} and subject_type = 'involvement' group by subject_id) s
    where e.authority_id = ${place.id} and e.involvement_id = s.subject_id`.execute(place.db)
}
