import type { Db } from '#src/db/open.ts'
import { Conflict } from '#src/errors.ts'
import { type Act, change, type What } from '#src/trail/change.ts'
import type { Touched } from './queries.ts'

/**
 * Gives duties to someone else, in one act. A person who takes over from a person keeps the post the duty names;
 * the duty starts today where it had a first day.
 * @param to 'person:ID' or 'post:ID'
 * @throws Conflict when a chosen duty is no longer held as shown
 */
export function replaceHolder(
  db: Db,
  what: What,
  { from, to, today }: { from: string; to: string; today: string },
  held: Touched[],
  chosen: string[],
): Promise<void> {
  const [fromType] = from.split(':')
  const [toType, id = ''] = to.split(':')
  const holder =
    toType === fromType
      ? { [`${toType}_id`]: id }
      : { person_id: toType === 'person' ? id : null, post_id: toType === 'post' ? id : null }
  return change(db, what, act =>
    each(act, held, chosen, (writer, row) =>
      writer.update('appointment', row.id, { ...holder, ...(row.startsOn ? { starts_on: today } : {}) }),
    ),
  )
}

/** Gives entries to another directorate, in one act. @throws Conflict when a chosen entry is no longer there */
export function giveToDirectorate(
  db: Db,
  what: What,
  to: string,
  held: Touched[],
  chosen: string[],
): Promise<void> {
  return change(db, what, act =>
    each(act, held, chosen, (writer, row) => writer.update('involvement', row.id, { directorate_id: to })),
  )
}

async function each(
  act: Act,
  held: Touched[],
  chosen: string[],
  write: (writer: ReturnType<Act['on']>, row: Touched) => Promise<unknown>,
) {
  const rows = held.filter(row => chosen.includes(row.id))
  if (rows.length < new Set(chosen).size)
    throw new Conflict(
      'Some of these were changed meanwhile, so nothing was changed. Open the list again and look.',
    )
  for (const row of rows) await write(act.on('involvement', row.involvementId, row.name), row)
}
