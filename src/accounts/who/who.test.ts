import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useCounty } from '#test/county.ts'
import { listWhoMay } from './queries.ts'

describe('who can see this', () => {
  const county = useCounty()

  async function anEntry(name: string) {
    const row = await county.own.db
      .selectFrom('register_entry')
      .select(['involvement_id as involvementId', 'directorate_id as directorateId', 'reference'])
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    return row
  }

  test('lists every account with a role that covers the entry, and for what', async () => {
    const waste = await anEntry('Wendleshire Waste Partnership')
    const reader = await county.signIn('reader')
    const page = await reader.see(`/wendleshire/staff/partnerships/${waste.reference}/who`)
    assert.match(page.text, /Rosalind Keane Sponsor This entry/)
    assert.match(page.text, /Imogen Sallow Register keeper The whole authority/)
    assert.doesNotMatch(page.text, /Verity Clough|Fergus Lindqvist/)
  })

  test('says who may change it from the same table', async () => {
    const waste = await anEntry('Wendleshire Waste Partnership')
    const names = (await listWhoMay(county.own.db, county.own.id, 'edit', waste)).map(each => each.name)
    assert.ok(names.includes('Rosalind Keane') && names.includes('Magnus Eddery'))
    assert.ok(!names.includes('Alastair Penrose'))
  })

  test('is not answered to who cannot see the entry', async () => {
    const entry = await anEntry('Safer Wendleshire Board')
    const elsewhere = await county.inOther('administrator')
    const path = `/wendleshire/staff/partnerships/${entry.reference}/who`
    assert.equal((await elsewhere.see(path)).status, 404)
    const narrow = await county.signIn('reader')
    await county.database
      .maintenance()
      .updateTable('role_grant')
      .set({ involvement_id: (await anEntry('Wendleshire Waste Partnership')).involvementId })
      .where('account_id', '=', narrow.accountId)
      .execute()
    assert.equal((await narrow.see(path)).status, 404)
  })

  test('The roles and what each may do are shown to everyone who reads the register', async () => {
    const page = await (await county.signIn('reader')).see('/wendleshire/staff/settings/access')
    assert.equal(page.status, 200)
    assert.match(page.text, /Change settings, accounts and roles No No No No No No Yes/)
  })
})
