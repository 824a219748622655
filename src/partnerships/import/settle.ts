import type { Db } from '#src/db/open.ts'
import { newId } from '#src/domain/id.ts'
import type { Field } from '#src/partnerships/fields.ts'
import { type Known, loadKnown } from '#src/partnerships/known.ts'
import { placeValues } from '#src/partnerships/place.ts'
import { listRecords, type RegisterRecord } from '#src/partnerships/record.ts'
import { type Act, change, type What } from '#src/trail/change.ts'
import { listFields } from './plan-batch.ts'
import { holdsSeveral, type Placed } from './values.ts'

/** What a person decides about something to settle. */
export type Decision =
  | { do: 'place'; value: Placed; addDirectorate?: boolean }
  | { do: 'keep' }
  | { do: 'dismiss' }

/** Something to settle, as it is kept. */
export type Question = {
  id: string
  involvement_id: string
  batch_id: string | null
  heading: string
  field: string
  original: string
}

/**
 * Settles these, each as decided: places the value as an import would, keeps the words as a note, or lets them go.
 * What was settled meanwhile is left as it is, so that twice is safe.
 * @param authority its name is what 'the council' in a cell means
 */
export async function settle(
  db: Db,
  what: What,
  authority: { id: string; name: string },
  questions: readonly Question[],
  decision: Decision,
): Promise<void> {
  const fields = await listFields(db, authority.id)
  const known = await loadKnown(db, authority.id, authority.name)
  for (let at = 0; at < questions.length; at += 20) {
    const some = questions.slice(at, at + 20)
    const batch = some[0]!.batch_id ?? undefined
    const once = at === 0 ? what.once : undefined
    await change(db, { ...what, once, batch }, async act => {
      for (const question of some)
        await settleOne(act, what, { fields, known, authorityId: authority.id }, question, decision)
    })
  }
}

type Settling = { fields: readonly Field[]; known: Known; authorityId: string }

async function settleOne(act: Act, what: What, settling: Settling, question: Question, decision: Decision) {
  const open = await act.trx
    .selectFrom('settlement')
    .select('id')
    .where('authority_id', '=', settling.authorityId)
    .where('id', '=', question.id)
    .where('state', '=', 'open')
    .forUpdate()
    .executeTakeFirst()
  if (!open) return
  const record = await findRecord(act, settling, question.involvement_id)
  if (!record) return
  const writer = act.on('involvement', record.involvementId, record.name)
  if (decision.do === 'place') {
    if (decision.addDirectorate) await addDirectorate(act, settling, String(decision.value))
    const fresh = await isAddedBy(act, question.batch_id, record)
    await place(act, what, settling, record, question.field, decision.value, fresh)
  }
  if (decision.do === 'keep') {
    const note = `${question.heading}: ${question.original}`
    await place(act, what, settling, record, 'notes', note)
  }
  const states = { place: 'placed', keep: 'kept', dismiss: 'dismissed' } as const
  await writer.update('settlement', question.id, {
    state: states[decision.do],
    settled_at: what.at,
    settled_by: what.by.accountId,
  })
}

async function findRecord(
  act: Act,
  { fields, authorityId }: Settling,
  id: string,
): Promise<RegisterRecord | undefined> {
  const own = fields.filter(field => field.store === 'custom')
  const [record] = await listRecords(act.trx, authorityId, [id], own)
  return record?.mergedInto ? findRecord(act, { fields, authorityId } as Settling, record.mergedInto) : record
}

// An import adds its rows and is committed at one moment.
async function isAddedBy(act: Act, batchId: string | null, { createdAt }: RegisterRecord): Promise<boolean> {
  if (!batchId) return false
  const batch = await act.trx
    .selectFrom('import_batch')
    .select('committed_at')
    .where('id', '=', batchId)
    .executeTakeFirst()
  return batch?.committed_at?.getTime() === createdAt.getTime()
}

async function addDirectorate(act: Act, { known }: Settling, name: string) {
  if (known.directorate(name)) return
  const id = newId()
  await act.on('directorate', id, name).insert('directorate', { id, name, closed_on: null })
  known.learn('directorate', { id, name })
}

async function place(
  act: Act,
  what: What,
  settling: Settling,
  record: RegisterRecord,
  name: string,
  value: Placed,
  fresh = false,
) {
  const { fields, known, authorityId } = settling
  const field = fields.find(each => each.name === name)
  if (!field) return
  const placing = {
    act,
    writer: act.on('involvement', record.involvementId, record.name),
    known,
    authorityId,
    today: what.at.toISOString().slice(0, 10),
    fresh,
  }
  await placeValues(placing, fields, record, { [name]: besides(field, record.values[name], value) })
}

// What a second column or a note says is added to what the record holds; one word of a kind replaces another.
function besides(field: Field, held: Placed | undefined, value: Placed): Placed {
  if (held === undefined || held === null || value === null) return value
  if (field.type === 'long-text') return String(held).includes(String(value)) ? held : `${held}\n${value}`
  if (!holdsSeveral(field.type) || field.store === 'commitment') return value
  const there = (held as object[]).map(each => JSON.stringify(each))
  return [
    ...(held as object[]),
    ...(value as object[]).filter(each => !there.includes(JSON.stringify(each))),
  ] as Placed
}
