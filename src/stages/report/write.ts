import { refuseWrong } from '#src/decide/demanded.ts'
import { Conflict } from '#src/errors.ts'
import { lockEntries } from '#src/partnerships/entry/queries.ts'
import type { Act } from '#src/trail/change.ts'
import { type HeadingForm, headingWrong } from './forms.ts'

/** Where words stand: under which heading of which report about what. */
export type Place = {
  entry: { id: string; name: string }
  proposalId: string
  report: string
  heading: string
}

/**
 * Writes what stands under a heading in place of what the record says (APP-7).
 * @param version of what stood there, 0 where nothing did
 * @throws Conflict when someone else wrote there meanwhile, or the proposal is decided; Refused where nothing stands there
 * and no post confirms that, or where it is not said why a part is exempt
 */
export async function writeHeading(
  act: Act,
  authorityId: string,
  place: Place,
  form: HeadingForm,
  version: number,
): Promise<void> {
  const { entry, proposalId, report, heading } = place
  const writer = act.on('involvement', entry.id, entry.name)
  const none = form.none === 'yes'
  const said = {
    body: none ? '' : form.body,
    none_confirmed_by: none ? form.none_confirmed_by : '',
    exempt_body: form.exempt_body,
    exempt_paragraph: form.exempt_body ? form.exempt_paragraph : '',
  }
  const there = await holdPart(act, authorityId, place)
  refuseWrong(headingWrong(form))
  if (there && version === 0) throw new Conflict('Someone else wrote under this heading meanwhile.')
  if (there) await writer.update('report_part', there.id, said, version)
  else
    await writer.insert('report_part', {
      involvement_id: entry.id,
      proposal_id: proposalId,
      report,
      heading,
      ...said,
    })
}

/** Takes away what was written, so that the heading says what the record says. @throws Conflict when the proposal is decided */
export async function clearHeading(act: Act, authorityId: string, place: Place): Promise<void> {
  const there = await holdPart(act, authorityId, place)
  if (there) await act.on('involvement', place.entry.id, place.entry.name).remove('report_part', there.id)
}

/** Refuses to change the report of a proposal that is decided: it stays as it was decided on. @throws Conflict */
export function refuseDecided(open: boolean): void {
  if (!open) throw new Conflict('This proposal is decided. Its report stays as it was decided on.')
}

// What stands there, once nobody else can decide on the proposal or write meanwhile.
async function holdPart(act: Act, authorityId: string, { entry, proposalId, report, heading }: Place) {
  await lockEntries(act.trx, [entry.id])
  const { state } = await act.trx
    .selectFrom('proposal')
    .select('state')
    .where('authority_id', '=', authorityId)
    .where('id', '=', proposalId)
    .executeTakeFirstOrThrow()
  refuseDecided(state === 'draft' || state === 'submitted')
  return act.trx
    .selectFrom('report_part')
    .select('id')
    .where('authority_id', '=', authorityId)
    .where('proposal_id', '=', proposalId)
    .where('report', '=', report)
    .where('heading', '=', heading)
    .executeTakeFirst()
}
