import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Here, hereOf, whatOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { findEntryByRef } from '#src/partnerships/record.ts'
import { change } from '#src/trail/change.ts'
import { badForm, readForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import type { Choices } from './content.ts'
import { PublishForm, readDecisions } from './forms.ts'
import { type Look, lookAt, type Practice, readPractice } from './prepare.ts'
import { previewPage } from './preview.ts'
import { publishAsSeen } from './publish.ts'

type Address = { Params: { authority: string; ref: string } }

const path = '/:authority/staff/partnerships/:ref/publish'

/** One entry before and after it is published: what the public will see, what it sees now, what is decided (SCR-4). */
export function entryPublishRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(path, { config: { needs: 'publish' } }, async (req, reply) => {
    const { here, look, practice } = await open(req, deps)
    return reply.view('publish/entry.njk', { ...(await previewPage(here, practice, look)), values: {} })
  })

  app.post<Address>(path, { config: { needs: 'publish' } }, async (req, reply) => {
    const { here, entry, practice, look: saved } = await open(req, deps)
    const decided = choicesOf(req.body, saved.asked)
    const look = await lookAt(here.db, practice, entry.involvementId, londonDay(deps.now()), decided)
    const form = readForm(PublishForm, req.body)
    if (!form.ok || form.value.do === 'preview') {
      const page = await previewPage(here, practice, look, true)
      return reply.code(form.ok ? 200 : 422).view('publish/entry.njk', { ...page, ...form, values: {} })
    }
    if (look.undecided.length > 0) {
      const wrong = badForm(req.body, mistakes(practice, look))
      return reply
        .code(422)
        .view('publish/entry.njk', { ...(await previewPage(here, practice, look)), ...wrong, values: {} })
    }
    const what = whatOf(req, deps.now(), 'involvement.publish', 'publish', entry)
    const { published } = await change(here.db, what, act =>
      publishAsSeen(act, here.authority.id, entry.involvementId, what.at, form.value, decided),
    )
    const record = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(entry.reference)}`
    return reply.redirect(`${record}/publish?done=${published.length ? 'published' : 'nothing-changed'}`, 303)
  })
}

async function open(req: FastifyRequest<Address>, deps: Deps) {
  const here: Here = hereOf(req)
  const entry = await findEntryByRef(here.db, req.params.ref)
  here.require('publish', entry)
  const practice = await readPractice(here.db, here.authority.id)
  const look = await lookAt(here.db, practice, entry.involvementId, londonDay(deps.now()))
  return { here, entry, practice, look }
}

function choicesOf(body: unknown, asked: string[]): Choices {
  return new Map(
    [...readDecisions(body, asked)].map(([field, word]) => [
      field,
      word === 'show' ? { show: true as const } : { show: false as const, reason: word },
    ]),
  )
}

function mistakes({ ruledFields }: Practice, { undecided }: Look) {
  return undecided.map(field => ({
    field: `choice-${field.replaceAll('.', '-')}`,
    text: `Decide about ‘${ruledFields.find(each => each.name === field)?.heading ?? field}’: show it, or choose why it is withheld`,
  }))
}
