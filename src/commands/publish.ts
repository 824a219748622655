import type { Database } from '#src/db/open.ts'
import type { WithheldReason } from '#src/db/public-content.ts'
import { withheldReasons } from '#src/domain/words.ts'
import { Refused } from '#src/errors.ts'
import { openPublicRegister } from '#src/publish/open.ts'
import { readPractice } from '#src/publish/prepare.ts'
import { type Outcome, publishEntries } from '#src/publish/publish.ts'
import { findSite } from '#src/publish/site.ts'
import { compare, type Line, listLines, publishable } from '#src/publish/survey.ts'
import { change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { authorityNamed } from './authority.ts'
import { type Command, type Context, commandLine } from './command.ts'
import { textOf, wordsOf } from './words.ts'

/**
 * Publishes everything of an authority that is new or changed, and opens its public register where it is not open.
 * Entries that wait for a decision stay as they are unless --withhold decides.
 */
export const publish: Command = {
  options: {
    authority: { type: 'string' },
    all: { type: 'boolean' },
    withhold: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(words, context) {
    wordsOf(words)
    const withhold = reasonOf(textOf(words, 'withhold'))
    const authority = await authorityNamed(context.database, textOf(words, 'authority'))
    if (!words.values.all) throw new Refused('Say --all to publish every entry that is new or changed.')
    const opened = await openWhereClosed(context.database, authority, context.now())
    const db = context.database.app({ authority: authority.id })
    const all = await listLines(
      { db, authorityId: authority.id, sight: 'all' },
      { q: '', stage: '', show: '' },
    )
    const lines = publishable(all)
    const outcome = await publishEntries(
      db,
      { authority: authority.id, by: commandLine, at: context.now(), action: 'involvement.publish' },
      lines.map(line => line.id),
      { withhold, told: context.progress },
    )
    const waiting = await waitingOf(db, authority.id, lines, outcome, context.now())
    const withdrawn = all.filter(line => line.state === 'ended' || line.state === 'erased').length
    const said = {
      authority: authority.slug,
      opened,
      published: outcome.published.length,
      unchanged: outcome.unchanged.length,
      withdrawn,
      waiting,
    }
    if (words.values.json) await context.out(`${JSON.stringify(said)}\n`)
    else await tell(context, authority, said)
    return 0
  },
}

type Said = {
  opened: boolean
  published: number
  unchanged: number
  withdrawn: number
  waiting: { reference: string; fields: string[] }[]
}

function reasonOf(word: string | undefined): WithheldReason | undefined {
  if (word === undefined) return undefined
  const reason = withheldReasons.find(each => each.value === word)
  if (reason) return reason.value
  throw new Refused(`--withhold must be one of ${withheldReasons.map(each => each.value).join(', ')}.`)
}

async function openWhereClosed(database: Database, authority: { id: string; name: string }, at: Date) {
  const db = database.app({ authority: authority.id })
  if (await findSite(db, authority.id)) return false
  const what = { authority: authority.id, by: commandLine, at, action: 'authority.open-public-register' }
  await change(db, what, act => openPublicRegister(act, authority, at))
  return true
}

async function waitingOf(
  db: ReturnType<Database['app']>,
  authorityId: string,
  lines: Line[],
  outcome: Outcome,
  at: Date,
) {
  const ids = new Set(outcome.undecided)
  const practice = await readPractice(db, authorityId)
  const waiting = await compare(
    db,
    practice,
    lines.filter(line => ids.has(line.id)),
    londonDay(at),
  )
  return waiting.map(({ reference, undecided }) => ({ reference, fields: undecided }))
}

async function tell(context: Context, authority: { slug: string; name: string }, said: Said) {
  const address = `${context.config.publicUrl}/${authority.slug}/register`
  const lines = [
    ...(said.opened ? [`The public register of ${authority.name} is open: ${address}`] : []),
    `Published: ${said.published}. Unchanged: ${said.unchanged}.`,
    ...(said.withdrawn > 0 ? [`Withdrawn earlier and left so: ${said.withdrawn}.`] : []),
    ...(said.waiting.length > 0
      ? [
          `Waiting for a decision: ${said.waiting.length}. Decide on their pages, or add --withhold personal|commercial|safety.`,
          ...said.waiting.map(({ reference, fields }) => `  ${reference}: ${fields.join(', ')}`),
        ]
      : []),
  ]
  await context.out(`${lines.join('\n')}\n`)
}
