import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { Conflict, NotAllowed } from '#src/errors.ts'
import { change } from '#src/trail/change.ts'
import { readForm } from '#src/web/form.ts'
import { GiveForm } from './forms.ts'
import { aboutOf, adviceWhat, pageOf } from './give-routes.ts'
import { mailAdded } from './mails.ts'
import { type AdviceAddress, openAdvice } from './open.ts'

const path = '/:authority/staff/partnerships/:ref/advice/:advice/add'

/** Changing or adding to advice that was given: what was said before stays, and whoever asked is told (PEO-6). */
export function addAdviceRoutes(app: FastifyInstance, deps: Deps) {
  app.post<AdviceAddress>(path, { config: { needs: 'advise' } }, async (req, reply) => {
    const open = await openAdvice(req, deps)
    const { here, entry, advice, record, mine } = open
    if (!mine) throw new NotAllowed(`Only ${advice.of} can add to this.`)
    const form = readForm(GiveForm, req.body)
    if (!form.ok && open.mayAdd)
      return reply.code(422).view('ask/advice/advice.njk', { ...(await pageOf(open)), ...form })
    const done = `${record}/advice/${advice.id}?done=advice-added`
    const what = adviceWhat(req, deps, open, done, 'involvement.add-advice')
    await change(here.db, what, async act => {
      if (!form.ok || !open.mayAdd)
        throw new Conflict('Nothing can be added to this advice now. Open it again and look.')
      const { advice: said } = form.value
      await act.on('involvement', entry.id, entry.name).insert('advice', {
        involvement_id: entry.id,
        subject_type: 'proposal',
        subject_id: advice.subject_id,
        question: advice.question,
        team: advice.team,
        person_id: advice.person_id,
        due_on: null,
        asked_account_id: advice.asked_account_id,
        asked_by: advice.asked_by,
        asked_at: advice.asked_at,
        state: 'answered',
        answer: said,
        answered_account_id: what.by.accountId,
        answered_by: what.by.name,
        answered_at: what.at,
        follows: advice.id,
      })
      const to = [advice.asked_account_id].filter(id => id !== null && id !== what.by.accountId) as string[]
      const about = aboutOf(open, `${deps.config.publicUrl}${record}/advice/${advice.id}`)
      await mailAdded(act.trx, to, about, { by: what.by.name, advice: said }, what.at)
    })
    return reply.redirect(done, 303)
  })
}
