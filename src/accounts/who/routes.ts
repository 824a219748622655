import type { FastifyInstance } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { NotFound } from '#src/errors.ts'
import { hereOf } from '../here.ts'
import { type Verb, verbTable } from '../may.ts'
import { roleChoices } from '../roles.ts'
import { findPlace, listWhoMay } from './queries.ts'

type Entry = { Params: { authority: string; ref: string } }

/** 'Who can see this?' for one entry, and what each role may do, from the one table that decides. */
export function whoRoutes(app: FastifyInstance, _deps: Deps) {
  app.get<Entry>(
    '/:authority/staff/partnerships/:ref/who',
    { config: { needs: 'see' } },
    async (req, reply) => {
      const here = hereOf(req)
      const place = await findPlace(here.db, req.params.ref)
      // A form that is not logged yet is seen by those who may fill it in, and by nobody else.
      const seeing = place.registration === 'logged' ? 'see' : 'register'
      if (!here.may(seeing, place)) throw new NotFound('No such record')
      const [mayChange, maySee] = await Promise.all([
        listWhoMay(here.db, here.authority.id, seeing === 'see' ? 'edit' : seeing, place),
        listWhoMay(here.db, here.authority.id, seeing, place),
      ])
      return reply.view('accounts/who/who.njk', {
        title: 'Who can see this?',
        caption: `${place.reference} ${place.name}`,
        back: `/${here.authority.slug}/staff/partnerships/${place.reference}`,
        mayChange,
        maySee,
      })
    },
  )

  app.get('/:authority/staff/settings/access', { config: { needs: 'see' } }, async (req, reply) => {
    const { authority } = hereOf(req)
    const rows = (Object.keys(verbTable) as Verb[]).map(verb => ({
      verb,
      words: words[verb],
      cells: roleChoices.map(role => ({ role: role.text, may: verbTable[verb].includes(role.value) })),
    }))
    const roles = roleChoices.map(role => ({ text: role.text, hint: role.hint }))
    const back = `/${authority.slug}/staff`
    return reply.view('accounts/who/access.njk', { title: 'Who may do what', roles, rows, back, wide: true })
  })
}

const words: Record<Verb, string> = {
  see: 'See entries',
  export: 'Take the register away as a file',
  edit: 'Change an entry',
  confirm: 'Confirm that an entry is right',
  propose: 'Assess and propose a partnership',
  decide: 'Decide on a proposal, in a post or for a committee',
  advise: 'Answer a question put to them or their team',
  'override-tier': 'Set another tier, with a reason',
  waive: 'Waive a requirement or step, with a reason',
  're-route': 'Work out a running route again',
  register: 'Fill in and sign the registration form',
  log: 'Log a signed form, or return it',
  publish: 'Publish entries, or end it',
  add: 'Add an entry',
  'edit-directory': 'Change people, posts, bodies and plans',
  import: 'Take in a spreadsheet',
  settle: 'Settle what an import left open',
  merge: 'Join two entries that are one',
  undo: 'Undo an import or a joining',
  remove: 'Remove an entry made by mistake',
  'change-in-bulk': 'Change many entries at once',
  'read-exempt': 'Read what is exempt from publication, as does whoever decides or advises on it',
  'read-trail': 'Read the whole trail',
  administer: 'Change settings, accounts and roles',
}
