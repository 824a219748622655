import { createHash, randomUUID } from 'node:crypto'
import { newId } from '#src/domain/id.ts'
import type { Query } from './bare.ts'

/** One field of one entry and its event in a transaction, and the row that lists and search read made again. */
export async function save(run: Query, form: URLSearchParams): Promise<string> {
  const [authority, reference, notes] = ['authority', 'reference', 'notes'].map(name => form.get(name))
  // The function that makes the entry's row again asks whose rows it may make.
  await run(`select set_config('concordat.authority', $1, true)`, [authority])
  const { rows } = await run(
    'select id, notes from involvement where authority_id = $1 and reference = $2 for update',
    [authority, reference],
  )
  const [{ id, notes: before }] = rows as [{ id: string; notes: string }]
  await run('update involvement set notes = $3, version = version + 1 where authority_id = $1 and id = $2', [
    authority,
    id,
    notes,
  ])
  const changes = [{ table: 'involvement', id, field: 'notes', before, after: notes }]
  const payload = JSON.stringify({ actor: { kind: 'person', name: 'bare' }, changes, salt: randomUUID() })
  await run(
    `insert into event (authority_id, id, at, action, subject_type, subject_id, fields, payload, payload_hash)
     values ($1, $2, now(), 'involvement.edit', 'involvement', $3, '{notes}', $4, $5)`,
    [authority, newId(), id, payload, createHash('sha256').update(payload).digest('hex')],
  )
  await run('select refresh_register(array[$1]::uuid[])', [id])
  return ''
}
