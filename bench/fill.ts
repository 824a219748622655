import { sql } from 'kysely'
import { startSession } from '#src/accounts/session.ts'
import type { Database, Db } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import { listRuledFields, publicFieldsOf } from '#src/publish/rules.ts'
import { fillProtocol } from './fill-protocol.ts'
import { publishAll } from './fill-public.ts'
import { asked, askHundred } from './fill-questions.ts'
import { words } from './words.ts'

/** An authority with an empty register, for what is imported. */
export const importedInto = 'bench-import'

/** A filled register: the addresses of its authorities and the cookie of a keeper of them all. */
export type Filled = { slugs: string[]; partnerships: number; cookie: string }

/**
 * Fills an empty database with made-up registers, the same ones every time: four memberships, two people and
 * three yearly commitments an entry, and one event each. In SQL, because a hundred thousand entries through the
 * forms would take an hour; the hashes of the events are not real, so this trail does not verify.
 */
export async function fill(database: Database, authorities: number, partnerships: number): Promise<Filled> {
  const each = Math.floor(partnerships / authorities)
  return { ...(await fillAll(database, Array(authorities).fill(each))), partnerships: each }
}

/** The same with as many partnerships for each authority as are given. */
export async function fillAll(
  database: Database,
  sizes: readonly number[],
): Promise<Omit<Filled, 'partnerships'> & { accountId: string }> {
  const at = new Date()
  const accountId = await addKeeper(database, at)
  const slugs: string[] = []
  for (const [i, each] of sizes.entries()) {
    const number = i + 1
    const slug = `bench-${number}`
    const id = `01990000-0000-7000-8000-${hex(number)}`
    await addAuthority(database, number, slug, at)
    await database
      .maintenance()
      .insertInto('role_grant')
      .values({
        authority_id: id,
        id: newId(),
        account_id: accountId,
        role: 'keeper',
        directorate_id: null,
        involvement_id: null,
      })
      .execute()
    // Without statistics the first chunk's entries are made by the worst of plans.
    const analyse = number === 1 ? () => sql`analyze`.execute(database.owner()) : undefined
    const db = database.app({ authority: id })
    await fillAuthority(db, id, number, each, analyse)
    await publishAll(db, id, JSON.stringify(publicFieldsOf(await listRuledFields(db, id))))
    if (number === 1) await askHundred(db, id)
    await fillProtocol(db, id, number, each, accountId, number === 1 ? asked : 0)
    // Nothing of the protocol had statistics either.
    if (number === 1) await sql`analyze`.execute(database.owner())
    slugs.push(slug)
  }
  await addAuthority(database, 0, importedInto, at)
  await sql`delete from event_unsealed`.execute(database.maintenance())
  await sql`vacuum analyze`.execute(database.owner())
  const token = await startSession(database.app(), accountId, at, true)
  return { slugs, accountId, cookie: `concordat_session=${token}` }
}

function addAuthority(database: Database, number: number, slug: string, at: Date) {
  const id = `01990000-0000-7000-8000-${hex(number)}`
  const name = `Measured Council ${number}`
  return database
    .maintenance()
    .insertInto('authority')
    .values({ id, slug, name, prefix: 'MC', logo: null, logo_type: null, created_at: at })
    .execute()
}

async function addKeeper(database: Database, at: Date): Promise<string> {
  const id = newId()
  await database
    .maintenance()
    .insertInto('account')
    .values({
      id,
      email: 'keeper@bench.example',
      name: 'Keeper of the Bench',
      password_hash: null,
      totp_secret: null,
      totp_confirmed_at: null,
      totp_last_step: null,
      operator: false,
      deactivated_at: null,
      created_at: at,
    })
    .execute()
  return id
}

const hex = (number: number) => number.toString(16).padStart(12, '0')
const directorates = 8
const priorities = 8
const chunk = 2000

async function fillAuthority(
  db: Db,
  authority: string,
  number: number,
  entries: number,
  analyse?: () => Promise<unknown>,
) {
  const people = 20 + Math.floor(entries / 8)
  const organisations = 20 + Math.floor(entries / 6)
  // The id of the n-th row of a table: ordered, as the service's own are.
  const id = (table: string, n: string) =>
    `('01990000-${table}-7000-8${number.toString(16).padStart(3, '0')}-' || lpad(to_hex(${n}), 12, '0'))::uuid`
  const word = (list: readonly string[], n: string) =>
    `(array[${list.map(text => `'${text.replaceAll("'", "''")}'`).join(',')}])[1 + (${n}) % ${list.length}]`
  const run = (statement: string) =>
    sql.raw(statement.replaceAll(':authority', `'${authority}'::uuid`)).execute(db)
  const directorate = id('d001', `1 + i % ${directorates}`)
  const organisation = (n: string) => id('d002', `1 + (${n}) % ${organisations}`)
  const person = (n: string) => id('d003', `1 + (${n}) % ${people}`)
  const name = [
    word(words.places, 'i * 7'),
    word(words.subjects, 'i * 5 + i / 25'),
    word(words.aims, 'i * 3 + i / 625'),
    word(words.forms, 'i + i / 5000'),
  ].join(` || ' ' || `)
  const sentence = [3, 11, 17].map(n => word(words.sentences, `i * ${n} + i / ${n * 4}`)).join(` || ' ' || `)

  await run(`insert into directorate (authority_id, id, name)
    select :authority, ${id('d001', 'i')}, 'Directorate of ' || ${word(words.subjects, 'i')} from generate_series(1, ${directorates}) i`)
  await run(`insert into organisation (authority_id, id, name)
    select :authority, ${id('d002', 'i')}, ${word(words.places, 'i')} || ' ' || ${word(words.subjects, 'i / 25')} || ' ' || ${word(words.bodies, 'i')} || ' ' || i
    from generate_series(1, ${organisations}) i`)
  await run(`insert into person (authority_id, id, name, kind)
    select :authority, ${id('d003', 'i')}, ${word(words.givenNames, 'i')} || ' ' || ${word(words.familyNames, 'i * 7 + i / 25')},
      case when i % 3 = 0 then 'councillor' else 'officer' end
    from generate_series(1, ${people}) i`)
  await run(
    `insert into plan (authority_id, id, name, starts_on) values (:authority, ${id('d004', '1')}, 'Council Plan', '2024-04-01')`,
  )
  await run(`insert into priority (authority_id, id, plan_id, title, position)
    select :authority, ${id('d005', 'i')}, ${id('d004', '1')}, ${word(words.aims, 'i')} || ' ' || ${word(words.subjects, 'i')}, i
    from generate_series(1, ${priorities}) i`)
  for (let from = 1; from <= entries; from += chunk) {
    const series = `generate_series(${from}, ${Math.min(entries, from + chunk - 1)}) i`
    await run(`insert into partnership (authority_id, id, kind, name, purpose, theme, area, started_on, governing_document, lead_organisation_id)
      select :authority, ${id('d006', 'i')}, case when i % 9 = 0 then 'outside-body' when i % 7 = 0 then 'network' else 'partnership' end,
        ${name}, ${sentence}, ${word(words.subjects, 'i * 11')}, ${word(words.places, 'i * 13')},
        (1990 + i % 35)::text, case when i % 4 = 0 then '' else 'Terms of reference' end, ${organisation('i * 31')}
      from ${series}`)
    await run(`insert into membership (authority_id, id, partnership_id, organisation_id)
      select :authority, ${id('d007', 'i * 4 + m')}, ${id('d006', 'i')}, ${organisation('i * 31 + m * 7')}
      from ${series}, generate_series(0, 3) m`)
    await run(`insert into involvement (authority_id, id, partnership_id, reference, stage, level, tier, lead_member, directorate_id, confirmed_on, created_at)
      select :authority, ${id('d008', 'i')}, ${id('d006', 'i')}, 'MC-' || lpad(i::text, greatest(4, length(i::text)), '0'),
        ${word(['in-place', 'in-place', 'in-place', 'approved', 'leaving', 'ended'], 'i')},
        ${word(['lead', 'active', 'supporting'], 'i')}, ${word(['significant', 'standard', 'light'], 'i / 2')}, i % 5 = 0, ${directorate},
        case when i % 3 = 0 then '2026-03-31' end, now() - i * interval '1 minute'
      from ${series}`)
    await run(`insert into involvement_priority (authority_id, id, involvement_id, priority_id)
      select :authority, ${id('d009', 'i')}, ${id('d008', 'i')}, ${id('d005', `1 + i % ${priorities}`)} from ${series}`)
    await run(`insert into commitment (authority_id, id, involvement_id, year, type, pence, form, budgeted)
      select :authority, ${id('d00a', 'i * 3 + y')}, ${id('d008', 'i')}, (array['2024/25', '2025/26', '2026/27'])[y + 1], 'money',
        (1 + i % 500) * 10000, 'grant', true
      from ${series}, generate_series(0, 2) y`)
    await run(`insert into appointment (authority_id, id, involvement_id, role, person_id)
      select :authority, ${id('d00b', 'i * 2 + r')}, ${id('d008', 'i')}, (array['sponsor', 'councillor'])[r + 1], ${person('i * 3 + r')}
      from ${series}, generate_series(0, 1) r`)
    await run(`insert into event (authority_id, id, at, action, subject_type, subject_id, fields, payload, payload_hash)
      select :authority, ${id('d00c', 'i')}, now() - i * interval '1 minute', 'involvement.add', 'involvement', ${id('d008', 'i')},
        '{name}', jsonb_build_object('actor', jsonb_build_object('kind', 'command', 'name', 'bench'), 'capacity', 'bench', 'why', '',
          'label', ${name}, 'salt', '', 'changes', jsonb_build_array(jsonb_build_object('table', 'partnership',
            'id', ${id('d006', 'i')}, 'field', 'name', 'before', null, 'after', ${name}))), 'bench'
      from ${series}`)
    if (analyse && from === 1) await analyse()
    await run(`select refresh_register(array(select ${id('d008', 'i')} from ${series}))`)
  }
}
