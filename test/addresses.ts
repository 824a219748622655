import assert from 'node:assert/strict'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '#src/db/open.ts'

type Authority = { id: string; slug: string }

// What stands where an address has a gap: rows of an authority, or words that name no row. A gap is known by the
// word before it and its name, or by its name alone.
const rows: Record<string, RawBuilder<{ value: string }>> = {
  ':ref': sql`select reference as value from involvement`,
  'organisations/:id': sql`select id as value from organisation where merged_into is null`,
  'people/:id': sql`select id as value from person`,
  'posts/:id': sql`select post_id as value from post_holding order by post_id, id`,
  ':holding': sql`select id as value from post_holding order by post_id, id`,
  ':view': sql`select id as value from saved_view`,
  'accounts/:account': sql`select account_id as value from role_grant order by id`,
  'roles/:grant': sql`select id as value from role_grant order by id`,
  ':pair': sql`select id as value from duplicate`,
  ':advice': sql`select id as value from advice`,
  ':batch': sql`select id as value from import_batch`,
  ':account': sql`select account_id as value from role_grant order by id`,
  ':grant': sql`select id as value from role_grant order by id`,
  'directorates/:id': sql`select id as value from directorate`,
  'plans/:id': sql`select plan_id as value from priority order by plan_id, id`,
  ':priority': sql`select id as value from priority order by plan_id, id`,
  'bodies/:key': sql`select key as value from public_mention where type = 'body'`,
  'people/:key': sql`select key as value from public_mention where type = 'person'`,
  'posts/:key': sql`select key as value from public_mention where type = 'post'`,
  ':committee': sql`select committee_id as value from committee_recorder order by committee_id, id`,
  ':recorder': sql`select id as value from committee_recorder order by committee_id, id`,
  ':delegation': sql`select id as value from delegation order by id`,
  ':protocol': sql`select id as value from protocol order by adopted_at desc, id`,
  ':seat': sql`select id as value from approval_seat`,
  ':decision': sql`select id as value from decision`,
  ':action': sql`select id as value from action`,
  'fields/:id': sql`select id as value from custom_field`,
}
const words: Record<string, string[]> = {
  ':report': ['cabinet-report'],
  ':role': ['head-of-service'],
  ':version': ['x'],
  ':token': ['no-such-token'],
  ':section': ['about'],
  'form/:page': ['purpose'],
  'proposal/:page': ['people'],
  ':heading': ['purpose'],
  'questions/:page': ['case', 'setup'],
  ':what': ['organisations'],
  'kept/:id': ['00000000-0000-7000-8000-000000000000'],
}

/** The gaps of an address, each as the keys it may be known by. */
export function gapsOf(url: string): { name: string; keys: string[] }[] {
  const parts = url.split('/')
  return parts.flatMap((part, i) => {
    const name = /^:\w+/.exec(part)?.[0]
    return name && name !== ':authority' ? [{ name, keys: [`${parts[i - 1]}/${name}`, name] }] : []
  })
}

/** Whether a gap names a row of an authority; what it is must be said in test/addresses.ts. */
export function namesRow(url: string, keys: string[]): boolean {
  if (keys.some(key => key in words)) return false
  assert.ok(
    keys.some(key => key in rows),
    `tell test/addresses.ts what ${keys[1]} is in ${url}`,
  )
  return true
}

/** The first values that fit each gap from this authority's own rows. */
export async function valuesOf(database: Database, authority: Authority): Promise<Map<string, string[]>> {
  const values = new Map(Object.entries(words))
  for (const [key, query] of Object.entries(rows)) {
    const found = await sql<{ value: string }>`select value from (${query}) q limit 2`.execute(
      database.app({ authority: authority.id }),
    )
    assert.ok(found.rows.length > 0, `no row for ${key}: add one in test/county.ts`)
    values.set(
      key,
      found.rows.map(row => row.value),
    )
  }
  return values
}

/** The address with its gaps filled: `choose` gives the value for the gap with this number. */
export function fill(url: string, slug: string, choose: (keys: string[], gap: number) => string): string {
  let gap = 0
  const gaps = gapsOf(url)
  return url
    .split('/')
    .map(part => {
      if (part === ':authority') return slug
      const name = /^:\w+/.exec(part)?.[0]
      return name ? encodeURIComponent(choose(gaps[gap]!.keys, gap++)) + part.slice(name.length) : part
    })
    .join('/')
    .replace(/\*$/, 'x')
}

/** The value for a gap among those of an authority. */
export function valueFor(values: Map<string, string[]>, keys: string[]): string {
  return keys.flatMap(key => values.get(key) ?? [])[0]!
}
