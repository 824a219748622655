import type { Field, FieldType } from '#src/partnerships/fields.ts'
import { tidy } from '../names.ts'
import { holdsSeveral, type Placed, type Reading } from '../values.ts'
import type { CellContext } from './context.ts'
import { readPartialDate } from './dates.ts'
import { readEffort } from './effort.ts'
import { isQuoted, unquote } from './grammar.ts'
import { readHolder, readHolders } from './holders.ts'
import { readNames, readPriorities } from './lists.ts'
import { readMoney } from './money.ts'
import { readPartnershipName } from './name.ts'
import { readOrganisation, readOrganisations } from './organisations.ts'
import { type Placeholder, placeholderIn } from './placeholders.ts'
import {
  readChoice,
  readDirectorate,
  readLink,
  readLongText,
  readNumber,
  readText,
  readYesNo,
} from './simple.ts'

/**
 * Reads one cell for a field (REG-7). What can be read one way is placed; anything else is to settle, with a proposed
 * value where there is one. A blank cell gives neither. What writeCell wrote is placed exactly.
 */
export function readCell(field: Field, text: string, context: CellContext): Reading {
  if (!tidy(text)) return { placed: undefined, settle: undefined }
  if (isText(field) && isQuoted(text)) return { placed: unquote(text), settle: undefined }
  if (/^#(REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!)$/.test(tidy(text)))
    return toSettle(`The spreadsheet shows an error here (${tidy(text)}).`, null)
  const stand = isQuoted(text.trim()) ? undefined : placeholderIn(text)
  const read = stand && readPlaceholder(stand, field, tidy(text), context)
  if (read) return read
  if (field.name === 'name' && field.store !== 'custom') return readPartnershipName(text)
  if (field.name === 'directorate' && field.store !== 'custom') return readDirectorate(text, field, context)
  return readers[field.type](text, field, context)
}

const readers: Record<FieldType, (text: string, field: Field, context: CellContext) => Reading> = {
  text: readText,
  'long-text': readLongText,
  link: readLink,
  'yes-no': readYesNo,
  number: readNumber,
  choice: readChoice,
  'partial-date': readPartialDate,
  names: readNames,
  organisation: readOrganisation,
  organisations: readOrganisations,
  holder: readHolder,
  holders: readHolders,
  priorities: readPriorities,
  money: readMoney,
  effort: readEffort,
  'in-kind': readEffort,
}

function isText(field: Field): boolean {
  return field.type === 'text' || field.type === 'long-text' || field.type === 'link'
}

function readPlaceholder(
  stand: Placeholder,
  field: Field,
  text: string,
  context: CellContext,
): Reading | undefined {
  if (stand === 'above') {
    if (context.above?.placed !== undefined) return placed(context.above.placed)
    return toSettle(`‘${text}’, but the row above has no clear value.`, context.above?.proposed ?? null)
  }
  if (stand === 'vacant') {
    if (field.type === 'holders') return placed([{ vacant: true }])
    return field.type === 'holder' ? placed({ vacant: true }) : undefined
  }
  // A word of the field's own list or a plain no comes before its use as a stand-in.
  if (field.type === 'choice' && readChoice(text, field).placed !== undefined) return undefined
  if (field.type === 'yes-no' && /^no$/i.test(text)) return undefined
  if (stand === 'unknown') return toSettle(`‘${text}’: someone needs to find out.`, null)
  if (stand === 'nil' && field.type === 'money') return undefined
  if (field.type === 'number') return placed(stand === 'nil' || /^(none|no)$/i.test(text) ? 0 : null)
  if (/^no$/i.test(text) && isText(field)) return undefined
  return placed(holdsSeveral(field.type) ? [] : null)
}

function placed(value: Placed): Reading {
  return { placed: value, settle: undefined }
}

function toSettle(message: string, proposed: Placed): Reading {
  return { placed: undefined, settle: { message, proposed } }
}
