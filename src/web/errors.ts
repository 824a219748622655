import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { Busy, Conflict, Elsewhere, NotAllowed, NotFound, Refused } from '#src/errors.ts'
import { AlreadyDone } from '#src/trail/once.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether the body came in whole. */
    isRead: boolean
  }
}

/** One handler for every error: a page for people, problem+json for machines, never a stack. */
export function errorPages(app: FastifyInstance, deps: Deps) {
  app.decorateRequest('isRead', false)
  app.addHook('preHandler', async req => {
    req.isRead = true
  })
  app.setNotFoundHandler({ preHandler: [] }, (req, reply) => answer(req, reply, 404))
  app.setErrorHandler(async (error: FastifyError, req, reply) => {
    if (error instanceof AlreadyDone) return reply.redirect(await whereItWent(deps, error.formId, req), 303)
    if (error instanceof Elsewhere) return reply.redirect(error.address, 303)
    const status = statusOf(error, req)
    if (error instanceof Busy) req.log.warn(error.message)
    else if (status >= 500) req.log.error(error)
    if (error.code?.startsWith('FST_CSRF_')) return answer(req, reply, 403, staleForm)
    const said = status === 403 || [Conflict, Refused, Busy].some(kind => error instanceof kind)
    return answer(req, reply, status, said ? error.message : undefined)
  })
}

const staleForm = 'This form is from another visit. Open its page again and send it from there.'

const pages: Record<number, [title: string, message: string]> = {
  400: ['That request cannot be read', 'Go back, check what was sent and try again.'],
  403: ['You may not do this', 'Ask an administrator of your authority.'],
  404: ['Page not found', 'Check the address, or find the record from the start page.'],
  409: ['Something changed meanwhile', 'Open the record again and look at what it holds now.'],
  413: ['That is too large', 'Files may be up to 20 megabytes. Split the file and send the parts.'],
  415: ['That kind of content is not taken here', 'Send the form from its own page.'],
  429: ['Too many tries', 'Wait a minute, then try again.'],
  500: [
    'Sorry, something went wrong',
    'What you sent was not saved. Try again; if it happens again, tell your administrator.',
  ],
  503: ['The service is busy', 'Wait a moment, then try again.'],
}

// PostgreSQL's words for two acts that crossed: the same unique value, a serialisation failure, a deadlock.
const crossed = new Set(['23505', '40001', '40P01'])

function statusOf(error: FastifyError, req: FastifyRequest): number {
  if (error instanceof NotFound) return 404
  if (error instanceof NotAllowed) return 403
  if (error instanceof Conflict || crossed.has(error.code)) return 409
  if (error instanceof Refused) return 400
  if (error instanceof Busy) return 503
  // The reader of uploads throws plain errors at parts that end too soon.
  const status = error.statusCode ?? (req.isMultipart() && !req.isRead ? 400 : 500)
  return status >= 400 && status < 600 ? status : 500
}

function answer(req: FastifyRequest, reply: FastifyReply, status: number, message?: string) {
  const [title, usual] = pages[status] ?? (status >= 500 ? pages[500]! : pages[400]!)
  // What is missing or refused now may be there a moment later, or for someone else.
  reply.code(status).header('cache-control', 'no-store')
  if (wantsJson(req)) {
    return reply
      .type('application/problem+json')
      .send({ type: 'about:blank', title, status, detail: message ?? usual })
  }
  const again = status === 409 ? req.url.match(record)?.[0] : undefined
  return reply.view('web/problem.njk', { title, message: message ?? usual, again })
}

// What somebody was working on: the page of it that is there whatever has changed.
const record = /^\/[^/]+\/staff\/partnerships\/[^/?]+(\/(proposal|approval)(?=[/?]|$))?/

const wantsJson = (req: FastifyRequest) =>
  /\bjson\b/.test(req.headers.accept ?? '') && !/\bhtml\b/.test(req.headers.accept ?? '')

async function whereItWent(deps: Deps, formId: string, req: FastifyRequest): Promise<string> {
  const row = await deps.database
    .app()
    .selectFrom('submission')
    .select('location')
    .where('form_id', '=', formId)
    .executeTakeFirst()
  return row?.location ?? req.url.split('?')[0]!
}
