import { sql } from 'kysely'
import type { Importing } from './batch.ts'
import { findLikelyDuplicates } from './find-duplicates.ts'
import type { Planning } from './plan-batch.ts'

/** Notes with each new row which earlier row or entry it may be the same as. @returns how many pairs */
export async function planDuplicates(planning: Planning, importing: Importing): Promise<number> {
  const { db, batch, created, matcher } = planning
  const found = await findLikelyDuplicates(
    created,
    matcher.entries
      .filter(entry => !entry.merged_into)
      .map(({ id, name, lead, partners }) => ({
        key: id,
        name,
        lead,
        partners: partners ? partners.split('; ') : [],
      })),
  )
  const references = new Map(matcher.entries.map(entry => [entry.id, entry.reference]))
  const pairs = found.map(({ row, candidate, score }) => {
    const key = String(candidate.key)
    const [sheet, other] = key.split('/').map(Number)
    const [ownSheet, own] = String(row).split('/').map(Number)
    const duplicate = {
      score,
      name: candidate.name,
      ...(candidate.existing
        ? { entryId: key, reference: references.get(key) }
        : { row: { sheet, row: other } }),
    }
    return { sheet: ownSheet, row: own, duplicate }
  })
  for (let at = 0; at < pairs.length; at += 500) {
    await sql`update import_row r set plan = r.plan
        || jsonb_build_object('duplicates', coalesce(r.plan -> 'duplicates', '[]') || p.duplicates)
      from (select sheet, row, jsonb_agg(duplicate) as duplicates
        from jsonb_to_recordset(${JSON.stringify(pairs.slice(at, at + 500))}::jsonb) as d(sheet int, row int, duplicate jsonb)
        group by sheet, row) p
      where r.authority_id = ${batch.authority_id} and r.batch_id = ${batch.id}
        and r.sheet = p.sheet and r.row = p.row`.execute(db)
    if (importing.stopping?.()) break
  }
  return found.length
}
