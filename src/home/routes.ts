import type { FastifyInstance } from 'fastify'
import { type Here, hereOf, userOf } from '#src/accounts/here.ts'
import { countMyActions } from '#src/actions/queries.ts'
import { countAdviceWaiting } from '#src/ask/advice/waiting.ts'
import type { Deps } from '#src/deps.ts'
import { listViews } from '#src/partnerships/views.ts'
import { countToAssess } from '#src/stages/consider/to-assess.ts'
import { outOfDateAmong } from '#src/stages/propose/out-of-date.ts'
import { countForms } from '#src/stages/register/queries.ts'
import { tell } from '#src/trail/sentences.ts'
import { londonDay } from '#src/web/views.ts'
import { countWaiting, listOwnEntries, listRecentChanges, type OwnEntry } from './queries.ts'

/** The first page after signing in: what is theirs, what waits for them, what changed. */
export function homeRoutes(app: FastifyInstance, { now }: Deps) {
  app.get('/:authority/staff', { config: { needs: 'see' } }, async (req, reply) => {
    const here = hereOf(req)
    const { db, authority, sight } = here
    const { accountId } = userOf(req)
    const asking = { db, authorityId: authority.id, sight, today: londonDay(now()) }
    const counts = await countWaiting(asking, accountId)
    const outOfDate = (await outOfDateAmong(here, counts.approved, asking.today)).length
    const toAssess = here.may('propose') ? await countToAssess(here, asking.today) : noneToAssess
    const own = await listOwnEntries(asking, accountId)
    const forms = here.may('register') ? await countForms(here) : noForms
    const advice = await countAdviceWaiting(db, authority.id, accountId, asking.today)
    const actions = await countMyActions(db, authority.id, asking.today)
    const changes = await listRecentChanges(asking, 8)
    const told = await tell(db, changes)
    const base = `/${authority.slug}/staff`
    return reply.view('home/home.njk', {
      title: 'Home',
      base,
      counts,
      accountId,
      own: own.slice(0, mostShown),
      ownTotal: own.length,
      waiting: waitingFor(here, { ...counts, outOfDate, toAssess }, own, forms, advice, actions).map(
        ({ href, text }) => ({
          href: base + href,
          text,
        }),
      ),
      changes: told.map((each, i) => ({ ...each, reference: changes[i]!.reference, name: changes[i]!.name })),
      views: await listViews(db, authority.id, accountId),
      empty:
        counts.entries === 0 &&
        counts.decisions === 0 &&
        counts.drafts === 0 &&
        counts.approved.length === 0 &&
        actions.open === 0 &&
        advice === 0 &&
        Object.values(forms).every(count => count === 0),
    })
  })
}

const mostShown = 10

const noneToAssess = { count: 0, more: false }
const noForms = { waiting: 0, returned: 0, begun: 0 }

type Counts = Awaited<ReturnType<typeof countWaiting>> & { outOfDate: number; toAssess: typeof noneToAssess }

// First what only this person can mend, then what they do for everyone.
function waitingFor(
  here: Here,
  counts: Counts,
  own: OwnEntry[],
  forms: typeof noForms,
  advice: number,
  actions: { open: number; overdue: number },
) {
  const mine = counts.personId ? `/partnerships?person=${counts.personId}` : '/partnerships?'
  const incomplete = own.filter(entry => entry.gaps.length > 0).length
  const stale = own.filter(entry => entry.unconfirmed).length
  const all = here.may('change-in-bulk')
  const { toAssess } = counts
  const orMore = 'or more partnerships are to be assessed again'
  const items: [count: number | null, one: string, many: string, href: string, shown: boolean][] = [
    [counts.decisions, 'decision waits for you', 'decisions wait for you', '/decisions', true],
    [actions.overdue, 'action of yours is overdue', 'actions of yours are overdue', '/actions', true],
    [actions.open - actions.overdue, 'action is yours to do', 'actions are yours to do', '/actions', true],
    [advice, 'question waits for your advice', 'questions wait for your advice', '/advice', true],
    [
      counts.drafts,
      'proposal of yours is not submitted yet',
      'proposals of yours are not submitted yet',
      '/proposals?state=draft',
      here.may('propose'),
    ],
    [
      counts.outOfDate,
      'approval of a proposal of yours is out of date',
      'approvals of proposals of yours are out of date',
      '/proposals?state=out-of-date',
      here.may('propose'),
    ],
    [
      counts.approved.length - counts.outOfDate,
      'approved proposal of yours is not on the register yet',
      'approved proposals of yours are not on the register yet',
      '/proposals?state=approved',
      here.may('register'),
    ],
    [
      forms.returned,
      'registration form was returned to you',
      'registration forms were returned to you',
      '/registrations',
      true,
    ],
    [
      forms.waiting,
      'registration form waits to be logged',
      'registration forms wait to be logged',
      '/registrations',
      true,
    ],
    [
      forms.begun,
      'registration form you began is not signed yet',
      'registration forms you began are not signed yet',
      '/registrations',
      true,
    ],
    [
      toAssess.count,
      toAssess.more ? orMore : 'partnership is to be assessed again',
      toAssess.more ? orMore : 'partnerships are to be assessed again',
      '/assessments?outcome=again',
      true,
    ],
    [
      incomplete,
      'of your entries has something missing',
      'of your entries have something missing',
      `${mine}&gap=any`,
      true,
    ],
    [
      stale,
      'of your entries was not confirmed for a year',
      'of your entries were not confirmed for a year',
      `${mine}&confirmed=year`,
      true,
    ],
    [
      counts.settlements,
      'imported value to settle',
      'imported values to settle',
      '/imports/settle',
      here.may('settle'),
    ],
    [
      counts.urgent,
      'urgent decision is still to be reported',
      'urgent decisions are still to be reported',
      '/exceptions?kind=urgent',
      here.may('waive') && here.may('read-trail'),
    ],
    [counts.duplicates, 'likely duplicate', 'likely duplicates', '/imports/duplicates', here.may('merge')],
    [
      counts.vacantPosts,
      'post is vacant',
      'posts are vacant',
      '/posts?show=vacant',
      here.may('edit-directory'),
    ],
    [
      counts.incomplete,
      'entry has something missing',
      'entries have something missing',
      '/partnerships?gap=any',
      all,
    ],
    [
      counts.unconfirmed,
      'entry was not confirmed for a year',
      'entries were not confirmed for a year',
      '/partnerships?confirmed=year',
      all,
    ],
  ]
  return items
    .filter(([count, , , , shown]) => shown && (count ?? 0) > 0)
    .map(([count, one, many, href]) => ({
      href,
      text: `${count!.toLocaleString('en-GB')} ${count === 1 ? one : many}`,
    }))
}
