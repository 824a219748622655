import type { FastifyInstance } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Deps } from '#src/deps.ts'
import { mayWhole } from '#src/directory/whole.ts'
import { brandRoutes } from './authority/brand.ts'
import { authorityRoutes } from './authority/routes.ts'
import { committeeRoutes } from './committees/routes.ts'
import { deciderRoutes } from './deciders/routes.ts'
import { delegationRoutes } from './delegation/routes.ts'
import { directorateRoutes } from './directorates/routes.ts'
import { fieldRoutes } from './fields/routes.ts'
import { planRoutes } from './plans/routes.ts'
import { protocolSettingsRoutes } from './protocol/routes.ts'
import { publishingRoutes } from './publishing/routes.ts'
import { reportSettingsRoutes } from './reports/routes.ts'

/** What an authority sets up once and mends now and then. */
export function settingsRoutes(app: FastifyInstance, deps: Deps) {
  app.get('/:authority/staff/settings', { config: { needs: 'edit-directory' } }, async (req, reply) => {
    const here = hereOf(req)
    const base = `/${here.authority.slug}/staff`
    return reply.view('settings/index.njk', {
      title: 'Settings',
      groups: groupsFor(base, mayWhole(here, 'administer'), mayWhole(here, 'edit-directory')),
    })
  })
  authorityRoutes(app, deps)
  brandRoutes(app, deps)
  directorateRoutes(app, deps)
  planRoutes(app, deps)
  fieldRoutes(app, deps)
  publishingRoutes(app, deps)
  protocolSettingsRoutes(app, deps)
  committeeRoutes(app, deps)
  deciderRoutes(app, deps)
  delegationRoutes(app, deps)
  reportSettingsRoutes(app, deps)
}

function groupsFor(base: string, administers: boolean, editsDirectory: boolean) {
  const own = [
    {
      text: 'Name, colour, logo and contact',
      hint: 'Also when idle people are signed out',
      href: `${base}/settings/authority`,
    },
    {
      text: 'Accounts and roles',
      hint: 'Who may sign in, and what each may see and do',
      href: `${base}/settings/accounts`,
    },
    {
      text: 'Your own fields',
      hint: 'What your register says beyond the usual',
      href: `${base}/settings/fields`,
    },
    {
      text: 'The public register',
      hint: 'Whether it is open, which fields it shows, and what it says of itself',
      href: `${base}/settings/publishing`,
    },
  ]
  const protocol = [
    {
      text: 'The protocol',
      hint: 'What is in force since when; adopt a version',
      href: `${base}/settings/protocol`,
    },
    {
      text: 'Who decides',
      hint: 'Which post or committee fills each role, and what is missing',
      href: `${base}/settings/deciders`,
    },
    {
      text: 'Committees',
      hint: 'Those that decide, and who enters what they decided',
      href: `${base}/settings/committees`,
    },
    {
      text: 'Scheme of delegation',
      hint: 'Which post may agree to what, and up to what',
      href: `${base}/settings/delegation`,
    },
    {
      text: 'Decision reports',
      hint: 'The headings of the papers that go to a committee',
      href: `${base}/settings/reports`,
    },
  ]
  const directory = [
    { text: 'Directorates', hint: 'Who answers for entries', href: `${base}/settings/directorates` },
    {
      text: 'Corporate plans and priorities',
      hint: 'What entries contribute to',
      href: `${base}/settings/plans`,
    },
    { text: 'People', hint: 'Councillors, officers and contacts elsewhere', href: `${base}/people` },
    { text: 'Posts', hint: 'Who holds which, from when to when', href: `${base}/posts` },
    {
      text: 'Organisations',
      hint: 'The bodies you work with, and those that stand twice',
      href: `${base}/organisations`,
    },
  ]
  return [
    { heading: 'Authority', links: administers ? own : [] },
    { heading: 'Protocol and decisions', links: administers ? protocol : [] },
    { heading: 'Directory', links: editsDirectory ? directory : [] },
  ].filter(group => group.links.length > 0)
}
