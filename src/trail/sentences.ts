import type { Db } from '#src/db/open.ts'
import { answerVerbs } from './answer-words.ts'
import { assessmentVerbs } from './assessment-words.ts'
import { decisionVerbs } from './decision-words.ts'
import { doorVerbs } from './door-words.ts'
import { headingOf } from './labels.ts'
import { type Line, linesOf } from './lines.ts'
import { readNames } from './names.ts'
import { proposalVerbs } from './proposal-words.ts'
import { protocolVerbs } from './protocol-words.ts'
import type { TrailEvent } from './queries.ts'
import { waiverVerbs } from './waiver-words.ts'

/** One event in plain words, for a timeline. Lists whose change the headline told already are left out of `lines`. */
export type Told = {
  id: string
  at: Date
  /** 'Ann Lee (register keeper) changed the sponsor and the purpose' */
  headline: string
  who: string
  /** What the record was called then; '' once the words were redacted. */
  label: string
  subject: { type: string; id: string }
  action: string
  why: string
  /** Field by field: 'Sponsor' 'was X, now Y'; a change of a list has no heading. */
  lines: { heading: string; text: string }[]
  /** Every change, for an export: what was done to a list stands in `act`. */
  changes: { heading: string; was: string; now: string; act: string }[]
}

/** Puts events into words, with one query for each type of name they speak of. */
export async function tell(db: Db, events: TrailEvent[]): Promise<Told[]> {
  const names = await readNames(db, events)
  return events.map(event => {
    const lines = linesOf(names, event.payload?.changes ?? [])
    const headline = headlineOf(event, lines)
    const unsaid = lines.filter(line => !line.act || !headline.endsWith(line.act))
    return {
      id: event.id,
      at: event.at,
      headline,
      who: whoOf(event),
      label: event.payload?.label ?? '',
      subject: { type: event.subject_type, id: event.subject_id },
      action: event.action,
      why: event.payload?.why ?? '',
      lines: unsaid.map(line => ({ heading: line.heading, text: textOf(line) })),
      changes: lines.map(({ heading, was, now, act }) => ({ heading, was, now, act })),
    }
  })
}

/** What a subject or an action is about, as people call it. */
export function subjectNoun(type: string): string {
  return nouns[type] ?? type.replaceAll(/[-_]/g, ' ')
}

const nouns: Record<string, string> = {
  involvement: 'entry',
  organisation: 'organisation',
  'custom-field': 'field',
  custom_field: 'field',
  'saved-view': 'saved view',
  settlement: 'value to settle',
}

function headlineOf(event: TrailEvent, lines: Line[]): string {
  if (!event.payload)
    return `Someone changed the ${subjectNoun(event.subject_type)}. The words were taken out later.`
  return `${whoOf(event)} ${didOf(event, lines)}`
}

function whoOf({ payload }: TrailEvent): string {
  if (!payload) return ''
  const name = payload.actor.name || 'Someone'
  const capacity = payload.capacity
  return capacity && capacity !== name ? `${name} (${roles[capacity.toLowerCase()] ?? capacity})` : name
}

// A role is a common noun and a post a name: 'register keeper', but 'Head of Housing'.
const roles: Record<string, string> = {
  keeper: 'register keeper',
  ...Object.fromEntries(
    [
      'reader',
      'contributor',
      'sponsor',
      'register keeper',
      'adviser',
      'auditor',
      'administrator',
      'operator',
    ].map(role => [role, role]),
  ),
}

function didOf(event: TrailEvent, lines: Line[]): string {
  const [noun = '', verb = ''] = event.action.replaceAll('_', '-').split('.')
  const subject = subjectNoun(event.subject_type)
  const type = event.subject_type.replaceAll('_', '-')
  const reason = because[event.action]
  if (noun !== type && reason) return `${changed(lines, subject)} ${reason}`
  if (noun !== type) return changed(lines, subject)
  const phrase = verbs[verb]
  if (phrase) return phrase(`the ${subject}`, lines)
  return changed(lines, subject, `recorded ‘${verb.replaceAll('-', ' ')}’ on the ${subject}`)
}

// An act on one record that also changes others says there why.
const because: Record<string, string> = {
  'person.leave': 'because someone left',
  'person.merge': 'when two records of one person were joined',
  'person.unmerge': 'when the joining of two people was undone',
  'organisation.merge': 'when two organisations were joined',
  'organisation.unmerge': 'when the joining of two organisations was undone',
  'post.hold': 'when a post passed on',
  'import.commit': 'through an import',
  'import.undo': 'by undoing an import',
}

const verbs: Record<string, (noun: string, lines: Line[]) => string> = {
  ...protocolVerbs,
  ...assessmentVerbs,
  ...answerVerbs,
  ...decisionVerbs,
  ...waiverVerbs,
  ...doorVerbs,
  ...proposalVerbs,
  add: noun => `added ${noun}`,
  edit: (noun, lines) => changed(lines, noun.slice(4)),
  move: (noun, lines) => {
    if (noun !== 'the entry') return `changed the place of ${noun} in the order`
    const stage = lines.find(line => line.heading === 'Status')
    return stage
      ? `changed the status from ${inLower(stage.was)} to ${inLower(stage.now)}`
      : 'changed the status'
  },
  confirm: noun => `confirmed ${noun} as right`,
  remove: noun => `removed ${noun}`,
  restore: noun => `restored ${noun}`,
  merge: (noun, lines) => {
    const into = lines.find(line => line.heading === 'Merged into')?.now
    return into ? `joined ${noun} to ${into}` : `joined another to ${noun}`
  },
  unmerge: noun => `undid the joining of ${noun}`,
  'bulk-change': (noun, lines) => `${changed(lines, noun.slice(4))} in a change of several entries`,
  grant: (noun, lines) => lines[0]?.act || `changed the roles of ${noun}`,
  leave: () => 'recorded that the person left',
  hold: () => 'recorded a change of who holds the post',
  commit: () => 'took in the import',
  undo: () => 'undid the import',
  close: noun => `closed ${noun}`,
  reopen: noun => `opened ${noun} again`,
  return: () => 'recorded that the person came back',
  import: noun => `added ${noun} from a file`,
  'link-account': (_, lines) =>
    lines.some(line => line.now) ? 'linked the person to an account' : 'took the account from the person',
  invite: (_, lines) =>
    `sent an invitation${lines.find(line => line.act) ? ` and ${lines.find(line => line.act)!.act}` : ''}`,
  accept: () => 'accepted the invitation and chose a password',
  'change-password': () => 'chose a new password',
  'second-factor-on': () => 'turned the second factor on',
  'second-factor-off': () => 'turned the second factor off',
  deactivate: noun => `deactivated ${noun}`,
  reactivate: noun => `activated ${noun} again`,
  settle: (noun, lines) => changed(lines, noun.slice(4)),
  register: () => 'began the registration form',
  'edit-proposal': (_, lines) => changed(lines, 'proposal'),
  'fill-in': (_, lines) => changed(lines, 'registration form'),
  submit: () => 'signed the registration form and sent it to the keeper',
  'send-back': () => 'returned the registration form with comments',
  log: (_, lines) =>
    lines.some(line => line.heading === headingOf('involvement', 'logged_own_form'))
      ? 'logged the registration form, having signed it too'
      : 'logged the registration form',
  drop: () => 'dropped the registration form',
  'open-form': () => 'opened the form to correct the entry',
  publish: noun => `published ${noun}`,
  'choose-published': (noun, lines) => changed(lines, noun.slice(4)),
  'end-publication': noun => `took ${noun} from the public register`,
  'erase-publication': noun => `erased ${noun} from the public register`,
  'open-public-register': () => 'opened the public register',
  'choose-rules': (_, lines) => changed(lines, 'rules of publishing'),
}

/** 'changed the sponsor, the purpose and 3 more', or what was done to the one list that changed. */
function changed(lines: Line[], subject: string, otherwise = `saved the ${subject}`): string {
  if (lines.some(line => line.isNew)) return `added the ${subject}`
  if (lines.length === 0) return otherwise
  if (lines.length === 1 && lines[0]!.act) return lines[0]!.act
  const things = [...new Set(lines.map(line => line.noun))]
  if (things.length <= 3) return `changed ${inList(things)}`
  return `changed ${things.slice(0, 2).join(', ')} and ${things.length - 2} more`
}

function textOf({ was, now, act, isNew }: Line): string {
  if (act) return act.charAt(0).toUpperCase() + act.slice(1)
  if (isNew) return now
  return `was ${was || 'empty'}, now ${now || 'empty'}`
}

function inList(things: string[]): string {
  return things.length < 2 ? things.join('') : `${things.slice(0, -1).join(', ')} and ${things.at(-1)}`
}

const inLower = (text: string) =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
