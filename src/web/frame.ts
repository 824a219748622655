import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { formIdOf, type Here } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'

declare module 'fastify' {
  interface FastifyReply {
    locals?: object
  }
}

/** What every page is given besides its own: who reads, where, the menu and the tokens of its forms. */
export function frame(app: FastifyInstance, deps: Deps) {
  app.addHook('preHandler', async (req, reply) => {
    // A cache before the service may keep what is public, and only that.
    if (req.routeOptions.config.needs !== 'public' && !req.url.startsWith('/assets/'))
      reply.header('cache-control', 'private, no-cache')
    reply.locals = {
      ...(reply.locals ?? {}),
      user: req.user,
      authority: req.placeHere?.authority ?? null,
      here: req.placeHere,
      nav: req.placeHere && menu(req, req.placeHere),
      readProtocol: req.placeHere?.may('see') && `/${req.placeHere.authority.slug}/staff/protocol`,
      path: req.url,
      csrf: tokenOf(reply),
      formId: randomUUID(),
      notice: noticeOf(req),
    }
  })
  // A repeated submit is answered like the first: remember where that one led.
  app.addHook('onSend', async (req, reply) => {
    const formId = req.method === 'POST' ? formIdOf(req.body) : undefined
    const location = reply.getHeader('location')
    if (req.leadsTo !== undefined || !formId || typeof location !== 'string' || reply.statusCode !== 303)
      return
    await deps.database
      .app()
      .updateTable('submission')
      .set({ location })
      .where('form_id', '=', formId)
      .where('location', 'is', null)
      .execute()
  })
}

// Made when the first form is written into a page, one for all its forms: pages without a form set no cookie.
function tokenOf(reply: FastifyReply) {
  let token: string | undefined
  return {
    toString() {
      token ??= reply.generateCsrf()
      return token
    },
  }
}

function menu(req: FastifyRequest, here: Here) {
  const base = `/${here.authority.slug}/staff`
  const items = [
    { text: 'Home', href: base, show: true },
    { text: 'Register', href: `${base}/partnerships`, show: here.may('see') },
    { text: 'Proposals', href: `${base}/proposals`, show: here.may('see') },
    { text: 'Organisations', href: `${base}/organisations`, show: here.may('see') },
    { text: 'People', href: `${base}/people`, show: here.may('see') },
    { text: 'Publish', href: `${base}/publish`, show: here.may('publish') },
    { text: 'Import', href: `${base}/imports`, show: here.may('import') },
    { text: 'Trail', href: `${base}/trail`, show: here.may('read-trail') },
    {
      text: 'Settings',
      href: `${base}/settings`,
      show: here.may('administer') || here.may('edit-directory'),
    },
  ]
  const asked = req.url.split('?')[0]!
  const path = aboutProposal.test(asked.slice(base.length)) ? `${base}/proposals` : asked
  return items
    .filter(item => item.show)
    .map(item => ({
      ...item,
      active: item.href === base ? path === base : path === item.href || path.startsWith(`${item.href}/`),
    }))
}

// Pages about a proposal lie under its entry, and lead back to the list of proposals.
const aboutProposal =
  /^\/(assessments|exceptions|significant|decisions|advice|actions)(\/|$)|^\/partnerships\/[^/]+\/(proposal|questions|approval|assessment|advice|waivers|report)(\/|$)/

// Sentences only, chosen by a word in the address: nobody can make the page say something of theirs.
const notices: Record<string, string> = {
  saved: 'Your changes are saved.',
  added: 'It is on the register.',
  removed: 'The entry is removed from the register. Its history is kept.',
  merged: 'The two are now one. Their history is kept.',
  undone: 'That is undone.',
  kept: 'The result is kept.',
  'nothing-changed': 'Nothing was different, so nothing changed.',
  confirmed: 'The entry is confirmed as right.',
  opened: 'The public register is open. It shows each entry as soon as someone publishes it.',
  published: 'It is published.',
  'published-several': 'The entries are published.',
  'published-but': 'The entries are published, but for those that wait for a decision.',
  'all-wait': 'No entry is published: each of them waits for a decision.',
  'taken-down': 'The public no longer finds it. Its past versions can still be read.',
  erased: 'Everything that was published of it is erased.',
  decided: 'Your decision is on record.',
  'proposal-withdrawn': 'The proposal is a draft again. Those for whom it waited are told.',
  proposed: 'The proposal is submitted. Whoever decides first gets an e-mail.',
  reopened: 'The proposal is a draft again. Look through it, then submit it.',
  'new-rules': 'The draft is under the protocol now in force. Look through what it asks.',
  'proposal-paused': 'What you filled in is saved. Open the proposal from this list to go on.',
  'renewal-left':
    'The renewal is dropped. What was approved stands as it did, but for answers given since, which were left as they are.',
  'renewal-dropped': 'The renewal is dropped. What was approved stands as it did.',
  'proposal-dropped': 'The proposal is dropped. What was filled in stays in its history.',
  paused: 'What you filled in is saved. Open the form from this list, or from Home, to go on.',
  asked: 'It is asked. They get an e-mail.',
  'advice-added': 'What you added is kept with the advice.',
  advised: 'Your advice is kept with the proposal.',
  'advice-withdrawn': 'The question is taken back.',
  signed: 'The form is signed and sent to the register’s keeper.',
  logged: 'The form is logged: the entry is on the register.',
  returned: 'The form is returned. Whoever signed it gets an e-mail.',
  dropped: 'The form is dropped.',
  deleted: 'It is deleted.',
  settled: 'That is settled.',
  're-routed': 'The route is changed. Whoever is asked now gets an e-mail.',
  recorded: 'The decision of the committee is recorded.',
  'on-record': 'It is on record as in place before the protocol.',
  sent: 'The e-mail is on its way.',
  'signed-out': 'You are signed out.',
  'signed-out-everywhere': 'You are signed out everywhere.',
  'session-ended': 'That session has ended.',
  'password-changed': 'The new password is saved. Every other session has ended.',
  'second-factor-on': 'Your second factor is on.',
  'second-factor-off': 'Your second factor is off.',
  invited: 'The invitation is on its way.',
  'authority-added': 'The authority is added. Its administrator’s invitation is on its way.',
  adopted: 'The protocol is adopted.',
  'taken-back': 'The adoption is taken back. What is in force stays.',
  left: 'They can no longer sign in here. Their posts are vacant.',
}

function noticeOf(req: FastifyRequest): string | undefined {
  const word = (req.query as Record<string, unknown> | undefined)?.done
  return typeof word === 'string' && Object.hasOwn(notices, word) ? notices[word] : undefined
}
