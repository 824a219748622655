import { formatDate } from '#src/domain/dates.ts'
import { formatMoney } from '#src/domain/money.ts'
import { inWords } from './labels.ts'
import type { List, Told } from './list-words.ts'
import { isNothing } from './values.ts'

/** The lists by which an authority says who decides under its protocol. */
export const protocolLists: Record<string, List> = {
  committee_recorder: {
    key: 'person_id',
    noun: 'the recorders',
    made: told => `made ${told.show('person_id')} a recorder${days(told)}`,
    gone: told => `removed ${told.show('person_id')} as recorder`,
    which: told => `${told.show('person_id')} as recorder`,
  },
  role_filling: {
    key: 'role',
    noun: 'who decides',
    made: told => `chose ${holder(told)} as ${role(told)}`,
    gone: told => `took ${holder(told)} away as ${role(told)}`,
    which: told => `${holder(told)} as ${role(told)}`,
  },
  delegation: {
    key: 'post_id',
    noun: 'the scheme of delegation',
    made: told => `delegated to ${told.show('post_id')} ${power(told)}${days(told)}`,
    gone: told => `removed from the scheme that ${told.show('post_id')} may ${power(told).slice(3)}`,
    which: told => `What is delegated to ${told.show('post_id')}`,
  },
  report_layout: {
    key: 'report',
    noun: 'the headings of a report',
    made: told => `changed the headings of ‘${told.show('title')}’`,
    gone: told => `went back to the protocol’s headings of ‘${told.show('title')}’`,
    which: told => `Headings of ‘${told.show('title')}’`,
  },
}

/** What is done with a protocol, a committee and the rest, where the usual words do not say it. */
export const protocolVerbs: Record<string, (noun: string) => string> = {
  adopt: noun => `adopted ${noun}`,
  'take-back': noun => `took back the adoption of ${noun}`,
  keep: noun => `kept ${noun} in force, where none had been adopted`,
}

const holder = ({ held, show }: Told) =>
  isNothing(held.committee_id) ? show('post_id') : show('committee_id')

const role = ({ held, show }: Told) =>
  `‘${inWords(String(held.role))}’${isNothing(held.directorate_id) ? '' : ` in ${show('directorate_id')}`}`

function power({ held }: Told): string {
  const what = held.what === 'extend' ? 'to agree to extending one' : 'to agree to entering one'
  return isNothing(held.limit_pence)
    ? `${what} without limit`
    : `${what} up to ${formatMoney(Number(held.limit_pence))} a year`
}

function days({ held }: Told): string {
  const from = isNothing(held.starts_on) ? '' : ` from ${formatDate(String(held.starts_on))}`
  return isNothing(held.ends_on) ? from : `${from} to ${formatDate(String(held.ends_on))}`
}
