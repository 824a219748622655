import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { NotFound } from '#src/errors.ts'
import { textOn } from './colour.ts'

type BySlug = { Params: { authority: string } }

/** An authority's colour as a stylesheet, and its logo: for every page, signed in or not. */
export function brandRoutes(app: FastifyInstance, { database }: Deps) {
  app.get<BySlug>('/:authority/brand.css', { config: { needs: 'public' } }, async (req, reply) => {
    const row = await database
      .app()
      .selectFrom('authority')
      .select('colour')
      .where('slug', '=', req.params.authority)
      .executeTakeFirst()
    if (!row) throw new NotFound('No such authority')
    const css = `:root{--govuk-brand-colour:${row.colour};--app-brand-text:${textOn(row.colour)}}\n`
    return sendTagged(req, reply.type('text/css; charset=utf-8'), css)
  })

  app.get<BySlug>('/:authority/logo', { config: { needs: 'public' } }, async (req, reply) => {
    const row = await database
      .app()
      .selectFrom('authority')
      .select(['logo', 'logo_type'])
      .where('slug', '=', req.params.authority)
      .executeTakeFirst()
    if (!row?.logo || !row.logo_type) throw new NotFound('No logo')
    reply.header('content-security-policy', "default-src 'none'; sandbox")
    return sendTagged(req, reply.type(row.logo_type), Buffer.from(row.logo))
  })
}

function sendTagged(req: FastifyRequest, reply: FastifyReply, body: string | Buffer) {
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`
  reply.headers({ etag: tag, 'cache-control': 'no-cache' })
  // A proxy that compresses marks the tag as weak.
  const known = (req.headers['if-none-match'] ?? '').split(',').map(each => each.trim().replace(/^W\//, ''))
  return known.includes(tag) ? reply.code(304).send() : reply.send(body)
}
