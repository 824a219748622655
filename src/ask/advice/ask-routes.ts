import type { FastifyInstance, FastifyRequest } from 'fastify'
import { userOf } from '#src/accounts/here.ts'
import { refusal } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { change } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { joinDays } from '#src/web/inputs.ts'
import { londonDay } from '#src/web/views.ts'
import { askWhat, type OpenAsk, openAsk } from '../open.ts'
import { answerRow } from '../words.ts'
import { type Colleague, listColleagues, listTeams, type Team } from './asked.ts'
import { AskForm } from './forms.ts'
import { mailAsked } from './mails.ts'
import { addressOf, type Topic, topicOf } from './open.ts'
import { listAdvice } from './queries.ts'

type Address = { Params: { authority: string; ref: string } }
type Mistake = { field: string; text: string }

const path = '/:authority/staff/partnerships/:ref/advice/new'
const view = 'ask/advice/new.njk'

/** Putting a question, or a whole proposal, to a team or a colleague (PEO-6). */
export function askAdviceRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'propose' } }, async (req, reply) => {
    const { open, topic, teams } = await openTopic(req, deps, (req.query as Record<string, unknown>).question)
    return reply.view(view, { ...pageOf(open, topic, teams), values: { to: 'team' } })
  })

  app.post<Address>(path, { config: { needs: 'propose' } }, async (req, reply) => {
    const body = joinDays(req.body, ['due_on'])
    const { open, topic, teams } = await openTopic(req, deps, body.question)
    const again = (form: object, namesakes: Colleague[] = []) =>
      reply.code(422).view(view, { ...pageOf(open, topic, teams), ...form, namesakes })
    const form = readForm(AskForm, body)
    if (!form.ok) return again(form)
    const at = deps.now()
    const { message, due_on } = form.value
    const found = await findAsked(open, topic, teams, form.value, londonDay(at))
    if ('mistakes' in found) return again(badForm(body, found.mistakes), found.namesakes)
    const address = addressOf(open, topic, 'asked')
    const what = askWhat(req, deps, open, 'involvement.ask-advice', address)
    const { here, entry, proposal } = open
    await change(here.db, what, async act => {
      const dueOn = due_on || null
      const id = await act.on('involvement', entry.id, entry.name).insert('advice', {
        involvement_id: entry.id,
        subject_type: 'proposal',
        subject_id: proposal.id,
        question: topic?.ref ?? '',
        message,
        team: found.team,
        person_id: found.personId,
        due_on: dueOn,
        asked_account_id: what.by.accountId,
        asked_by: what.by.name,
        asked_at: at,
        answered_account_id: null,
        answered_at: null,
      })
      const about = {
        name: entry.name,
        reference: entry.reference,
        question: topic?.question.text ?? '',
        link: `${deps.config.publicUrl}${open.record}/advice/${id}`,
      }
      const others = found.accountIds.filter(each => each !== userOf(req).accountId)
      await mailAsked(act.trx, others, about, { by: what.by.name, message, dueOn }, at)
    })
    return reply.redirect(address, 303)
  })
}

async function openTopic(req: FastifyRequest<Address>, deps: Deps, ref: unknown) {
  const open = await openAsk(req, deps)
  if (!open.mayChange) throw refusal('propose')
  const { here, entry, entryCase } = open
  const today = londonDay(deps.now())
  const teams = await listTeams(
    here.db,
    here.authority.id,
    entryCase.protocol.pack,
    entry.directorate_id,
    today,
  )
  return { open, topic: topicOf(open, ref), teams }
}

function pageOf({ entry, entryCase, record, here }: OpenAsk, topic: Topic, teams: Team[]) {
  return {
    title: topic ? 'Ask someone about this question' : 'Ask someone about the proposal',
    caption: `${entry.reference} ${entry.name}`,
    back: topic ? `${record}/questions/${topic.set.id}` : `${record}/proposal`,
    staff: `/${here.authority.slug}/staff`,
    action: `${record}/advice/new`,
    topic,
    row: topic && answerRow(topic.set, topic.question, entryCase.made),
    teams: teams.map(({ id, title, people }) => ({
      value: id,
      label:
        people.length > 0 ? `${title}: ${people.map(each => each.name).join(', ')}` : `${title}: nobody yet`,
    })),
    errorFor: {},
  }
}

type Found =
  | { team: string; personId: string | null; accountIds: string[] }
  | { mistakes: Mistake[]; namesakes?: Colleague[] }

async function findAsked(
  { here, proposal, entryCase }: OpenAsk,
  topic: Topic,
  teams: Team[],
  given: { to: 'team' | 'person'; team: string; person: string; person_id: string; due_on: string },
  today: string,
): Promise<Found> {
  const wrong = (field: string, text: string): Found => ({ mistakes: [{ field, text }] })
  if (given.due_on && given.due_on < today) return wrong('due_on', 'Choose a day that is still to come')
  const { pack } = entryCase.protocol
  const open = (await listAdvice(here.db, here.authority.id, proposal.id, pack)).filter(
    each => each.state === 'open' && each.question === (topic?.ref ?? ''),
  )
  if (given.to === 'team') {
    const team = teams.find(each => each.id === given.team)
    if (!team) return wrong('team', 'Choose a team')
    const accountIds = team.people.flatMap(each => each.accountId ?? [])
    if (accountIds.length === 0)
      return wrong('team', `Nobody in ${team.title} can sign in. Settings say who is in a team.`)
    if (open.some(each => each.team === team.id))
      return wrong('team', `${team.title} has been asked this already, and has still to answer`)
    return { team: team.id, personId: null, accountIds }
  }
  if (!given.person) return wrong('person', 'Enter the name of a colleague')
  const named = await listColleagues(here.db, here.authority.id, given.person)
  const [one, another] = named.filter(each => !given.person_id || each.id === given.person_id)
  if (!one) return wrong('person', `Nobody here is called ‘${given.person}’. Look for them under People.`)
  if (another)
    return {
      mistakes: [{ field: 'person_id', text: `Say which ${given.person} you mean` }],
      namesakes: named,
    }
  if (!one.accountId)
    return wrong('person', `${one.name} cannot sign in, and so cannot answer. Ask someone else.`)
  if (open.some(each => each.person_id === one.id))
    return wrong('person', `${one.name} has been asked this already, and has still to answer`)
  return { team: '', personId: one.id, accountIds: [one.accountId] }
}
