import type { WithheldReason } from '#src/db/public-content.ts'
import { openPublicRegister, refreshFields } from '#src/publish/open.ts'
import { prepareEntries, readPractice } from '#src/publish/prepare.ts'
import { publishEntries } from '#src/publish/publish.ts'
import { withdraw } from '#src/publish/withdraw.ts'
import { type Act, change } from '#src/trail/change.ts'
import { accounts } from '../accounts.ts'
import { kept, publications, statementGaps } from '../publications.ts'
import type { Authority, AuthorityKey } from '../shape.ts'
import { people } from '../wendleshire.ts'
import { actorAt, type Happening } from './act.ts'
import { idIn, type Place } from './place.ts'

/** What an authority of the county shows the public, and when: nothing, where it has not opened its register. */
export function publicationsOf(place: Place, authority: Authority): Happening[] {
  const plan = publications.find(each => each.authority === place.key)
  if (!plan) return []
  const act = (action: string, by: string, work: (act: Act, at: Date) => Promise<unknown>, why?: string) => {
    return (at: Date) =>
      change(place.db, { authority: place.id, by: actorAt(place, by), at, action, why }, act => work(act, at))
  }
  const steps: Happening[] = [
    {
      on: plan.opened,
      do: act('authority.open-public-register', administratorOf(place.key) ?? authority.keeper, (act, at) =>
        open(act, place, authority, plan.rules, at),
      ),
    },
    ...plan.published.map(on => ({
      on,
      do: async (at: Date) => {
        const by = actorAt(place, authority.keeper)
        const shown = [...place.entries].filter(([key]) => !kept.includes(key)).map(([, { id }]) => id)
        await change(place.db, { authority: place.id, by, at, action: 'involvement.choose-published' }, act =>
          decide(act, place, shown),
        )
        await publishEntries(
          place.db,
          { authority: place.id, by, at, action: 'involvement.publish' },
          shown.filter(id => !withdrawn.has(id)),
        )
      },
    })),
    ...plan.withdrawn.map(({ on, entry: key, to, reason }) => ({
      on,
      do: act(
        to === 'ended' ? 'involvement.end-publication' : 'involvement.erase-publication',
        authority.keeper,
        async (act, at) => {
          const { id, name } = idIn(place.entries, key)
          withdrawn.add(id)
          const { reference, number } = await act.trx
            .selectFrom('publication')
            .select(['reference', 'number'])
            .where('involvement_id', '=', id)
            .orderBy('number', 'desc')
            .limit(1)
            .executeTakeFirstOrThrow()
          await withdraw(act, place.id, { involvementId: id, reference, name }, to, reason, at, number)
        },
      ),
    })),
  ]
  const withdrawn = new Set<string>()
  return steps
}

const administratorOf = (key: AuthorityKey) =>
  accounts.find(account => account.authority === key && account.role === 'administrator')?.person

async function open(
  act: Act,
  place: Place,
  authority: Authority,
  rules: Record<string, 'public' | 'never' | 'ask'>,
  at: Date,
) {
  await openPublicRegister(act, { id: place.id, name: authority.name }, at)
  const writer = act.on('authority', place.id, authority.name)
  for (const [heading, rule] of Object.entries(rules))
    await writer.insert('publication_rule', { field: `custom.${idIn(place.ownFields, heading)}`, rule })
  await refreshFields(act.trx, place.id)
  const { id, accessibility, privacy } = await act.trx
    .selectFrom('public_site')
    .select(['id', 'accessibility', 'privacy'])
    .where('authority_id', '=', place.id)
    .executeTakeFirstOrThrow()
  await writer.update('public_site', id, {
    accessibility: completed(accessibility),
    privacy: completed(privacy),
  })
}

function completed(statement: string): string {
  return statement.replace(/\[([^\]]+)\]/g, (gap, words: string) => {
    const begins = Object.keys(statementGaps).find(each => words.startsWith(each))
    return begins ? statementGaps[begins]! : gap
  })
}

async function decide(act: Act, place: Place, ids: string[]) {
  const practice = await readPractice(act.trx, place.id)
  for (const { record, undecided } of await prepareEntries(act.trx, practice, ids, '2026-01-01')) {
    const writer = act.on('involvement', record.involvementId, record.name)
    for (const field of undecided) {
      const reason = reasonToWithhold(place.key, field, String(record.values[field] ?? ''))
      await writer.insert('publication_choice', {
        involvement_id: record.involvementId,
        field,
        show: reason === null,
        reason,
      })
    }
  }
}

// An officer's name stays out; so does why a small body has no risk register where trustees would rather not say.
function reasonToWithhold(key: AuthorityKey, field: string, words: string): WithheldReason | null {
  if (people[key].some(person => words.includes(person.name))) return 'personal'
  if (words.startsWith('A matter for the trustees')) return 'commercial'
  return field === 'custom.filed_under' ? 'safety' : null
}
