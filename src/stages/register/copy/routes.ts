import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import { protocolOn } from '#src/adopted/protocol.ts'
import type { Deps } from '#src/deps.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { findEntryHere } from '#src/partnerships/entry/queries.ts'
import { londonDay } from '#src/web/views.ts'
import { blankPaper } from './blank.ts'
import { docxOf } from './docx.ts'
import { type Paper, paperOf } from './paper.ts'
import { findSigned, type SignedCopy } from './queries.ts'

type OfEntry = { Params: { authority: string; ref: string }; Querystring: { signature?: unknown } }

const form = '/:authority/staff/partnerships/:ref/form'
const blank = '/:authority/staff/register-form/blank'
const view = 'stages/register/copy/print.njk'

/** What a department keeps: the signed form to print or as a document, and a blank one to fill in by hand (REG-3). */
export function copyRoutes(app: FastifyInstance, { now }: Deps) {
  app.get<OfEntry>(`${form}/copy`, { config: { needs: 'see' } }, async (req, reply) => {
    const copy = await signedFor(req)
    const record = `/${req.params.authority}/staff/partnerships/${encodeURIComponent(req.params.ref)}`
    const last = copy.number === copy.all.length
    return reply.view(view, {
      ...page(paperOf(copy)),
      back: record,
      address: `${record}/form/copy`,
      document: `${record}/form/copy.docx${last ? '' : `?signature=${copy.number}`}`,
      number: copy.number,
      others: copy.all.length > 1 ? copy.all.toReversed() : [],
    })
  })

  app.get<OfEntry>(`${form}/copy.docx`, { config: { needs: 'see' } }, async (req, reply) =>
    sendDocument(reply, paperOf(await signedFor(req))),
  )

  app.get(blank, { config: { needs: 'see' } }, async (req, reply) => {
    const { slug } = hereOf(req).authority
    return reply.view(view, {
      ...page(await blankFor(req, now())),
      back: `/${slug}/staff/partnerships`,
      document: `/${slug}/staff/register-form/blank.docx`,
    })
  })

  app.get(`${blank}.docx`, { config: { needs: 'see' } }, async (req, reply) =>
    sendDocument(reply, await blankFor(req, now())),
  )
}

const page = (paper: Paper) => ({ title: paper.title, paper })

async function signedFor(req: FastifyRequest<OfEntry>): Promise<SignedCopy> {
  const here = hereOf(req)
  const entry = await findEntryHere(here, req.params.ref, 'see', { unlogged: true })
  const { signature } = req.query
  return findSigned(here, entry.id, typeof signature === 'string' ? signature : undefined)
}

async function blankFor(req: FastifyRequest, at: Date): Promise<Paper> {
  const { db, authority } = hereOf(req)
  const { pack } = await protocolOn(db, authority.id, londonDay(at))
  return blankPaper(authority.name, await findOffer(db, at), pack)
}

async function sendDocument(reply: FastifyReply, paper: Paper) {
  return reply
    .type('application/vnd.openxmlformats-officedocument.wordprocessingml.document')
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="${paper.file}.docx"`)
    .send(await docxOf(paper))
}
