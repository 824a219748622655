import type { Offer } from '#src/partnerships/entry/choices.ts'
import type { Entry } from '#src/partnerships/entry/queries.ts'
import type { Input } from '#src/partnerships/entry/sections/section.ts'
import type { Pack } from '#src/protocol/pack.ts'
import { blankExtras } from '../extras.ts'
import { formPages } from '../pages.ts'
import type { Registration } from '../queries.ts'
import { declaration } from '../signed.ts'
import { type Paper, printable, type Room } from './paper.ts'

/** The form with no answer in it: the questions of its pages, with room to write (REG-2). */
export function blankPaper(authority: string, offer: Offer, pack: Pack): Paper {
  const blank = { directorate_id: null } as Registration
  const pages = formPages(offer, nothing as unknown as Entry, blank, blankExtras(pack))
  const titles = [...new Set(pages.map(page => page.group))]
  return printable({
    title: 'Registration of a partnership',
    authority,
    about: ['Fill this in by hand, sign it and give it to the keeper of the register.'],
    sections: titles.map(title => ({
      title,
      rows: pages
        .filter(page => page.group === title)
        .flatMap(page => page.inputs)
        .map(input => ({
          question: input.label,
          ...(input.hint ? { help: input.hint } : {}),
          room: roomFor(input),
        })),
    })),
    declaration,
    signature: ['Name', 'Signature', 'Date', 'Logged on the register by', 'Reference', 'Logged on'].map(
      label => ({
        label,
        text: '',
      }),
    ),
    fingerprint: '',
    file: 'registration-form',
  })
}

// An entry that says nothing: the pages draw their questions from it, never answers.
const nothing = { directorate_id: null, priorities: [], commitments: [], memberships: [], appointments: [] }

// Past this many a list of boxes is longer than writing the word.
const mostBoxes = 20

function roomFor(input: Input): Room {
  const boxes = (input.choices ?? []).filter(choice => choice.value !== '').map(choice => choice.label)
  if (input.type === 'list') return { as: 'table', columns: columnsOf(input), rows: input.most ?? 4 }
  if (boxes.length > 0 && boxes.length <= mostBoxes) return { as: 'boxes', boxes }
  return { as: 'lines', lines: input.type === 'long-text' || input.type === 'checkboxes' ? 5 : 1 }
}

const columnsOf = (input: Input) =>
  (input.columns ?? []).filter(column => column.type !== 'hidden').map(column => column.label)
