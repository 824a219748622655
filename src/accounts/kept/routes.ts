import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { isId } from '#src/domain/id.ts'
import { NotFound } from '#src/errors.ts'
import { userOf } from '../here.ts'
import { keptHours, type Typed } from '../interrupted.ts'

type Kept = { Params: { id: string } }

/** What a time-out interrupted: its own account sees it, sends it again or throws it away. */
export function keptRoutes(app: FastifyInstance, { database, now }: Deps) {
  const db = database.app()

  app.get<Kept>('/kept/:id', { config: { needs: 'signed-in' } }, async (req, reply) => {
    const kept = await findKept(req)
    const fields = kept.body.fields as Typed
    const typed = fields.flatMap(([name, value]) => [value].flat().map(text => ({ name, text })))
    return reply.view('accounts/kept/kept.njk', {
      title: 'What you typed is still here',
      kept,
      typed,
      shown: listShown(fields),
    })
  })

  app.post<Kept>('/kept/:id/throw-away', { config: { needs: 'signed-in' } }, async (req, reply) => {
    const { id } = await findKept(req)
    await db.deleteFrom('interrupted').where('id', '=', id).execute()
    return reply.redirect('/account?done=deleted', 303)
  })

  // Sent again and taken: it need not wait any longer.
  app.addHook('onSend', async (req, reply) => {
    const id = req.method === 'POST' ? (req.body as Record<string, unknown> | null)?.kept_id : undefined
    if (!isId(id) || reply.statusCode !== 303 || !req.user || isAway(reply.getHeader('location'))) return
    await db
      .deleteFrom('interrupted')
      .where('id', '=', id)
      .where('account_id', '=', req.user.accountId)
      .execute()
  })

  async function findKept(req: FastifyRequest<Kept>) {
    const { id } = req.params
    const row = isId(id)
      ? await db
          .selectFrom('interrupted')
          .selectAll()
          .where('id', '=', id)
          .where('account_id', '=', userOf(req).accountId)
          .where('at', '>', new Date(now().getTime() - keptHours * 3_600_000))
          .executeTakeFirst()
      : undefined
    if (!row) throw new NotFound('Nothing is kept here')
    return row
  }
}

// A second time-out keeps the form anew; until it is taken the first copy stays too.
const isAway = (location: unknown) => String(location).startsWith('/sign-in')

function listShown(fields: Typed) {
  return fields
    .filter(([name, value]) => name !== 'form_id' && !/^(version|seen|base)$/.test(name) && value !== '')
    .map(([name, value]) => ({ heading: headingOf(name), text: [value].flat().map(wordsOf).join('\n') }))
}

function headingOf(name: string): string {
  const words = name
    .replace(/_ids?$/, '')
    .replace(/[_\-[\].]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const wordsOf = (value: string) => (isId(value) ? 'A choice from a list' : value)
