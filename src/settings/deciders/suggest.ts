import type { Role } from '#src/protocol/pack.ts'
import type { Directorate, RoleState } from './readiness.ts'

type Post = { id: string; title: string; directorateId: string | null }
type Committee = { id: string; name: string }

/** What may fill a role, by its name: a post, a committee, or a committee still to be added. */
export type Suggestion = {
  /** What the form sends back. */
  key: string
  role: string
  roleTitle: string
  directorate: Directorate | null
  post: Post | null
  committee: { id: string | null; name: string } | null
}

type Known = {
  posts: readonly Post[]
  committees: readonly Committee[]
  directorates: readonly Directorate[]
}

/** Suggests what fills the roles that nothing fills yet, where the names leave no doubt. */
export function suggestFillings(states: readonly RoleState[], known: Known): Suggestion[] {
  return states
    .filter(state => state.fillings.length === 0 && state.place !== 'other')
    .flatMap(({ role }) => (role.as === 'committee' ? committeeFor(role, known) : postsFor(role, known)))
}

function committeeFor(role: Role, { committees }: Known): Suggestion[] {
  const found =
    committees.find(each => plain(each.name) === plain(role.title)) ??
    only(committees.filter(each => holds(each.name, role.title)))
  return [suggestion(role, null, null, found ?? { id: null, name: role.title })]
}

function postsFor(role: Role, { posts, directorates }: Known): Suggestion[] {
  const inEach = ofDirectorate[role.id]
  if (inEach)
    return directorates.flatMap(directorate => {
      const found = only(
        posts.filter(each => each.directorateId === directorate.id && inEach.test(each.title)),
      )
      return found ? [suggestion(role, directorate, found, null)] : []
    })
  const exact = posts.filter(each => plain(each.title) === plain(role.title))
  const named = posts.filter(each => holds(each.title, role.title.replace(/\bteam\b/i, '')))
  const known = otherNames[role.id] ? posts.filter(each => otherNames[role.id]!.test(each.title)) : []
  const found = only(exact) ?? only(named) ?? only(known)
  return found ? [suggestion(role, null, found, null)] : []
}

// Each directorate has its own head and its own director.
const ofDirectorate: Record<string, RegExp> = {
  'head-of-service': /^(head of|assistant director|service (head|manager|director))\b/i,
  director: /^((corporate|executive|strategic) )?director\b/i,
}

const otherNames: Record<string, RegExp> = {
  'section-151': /\bs(ection|\.)? ?151\b|\bchief finance officer\b|\bdirector of (finance|resources)\b/i,
  'chief-executive': /\bchief executive\b|\bhead of paid service\b/i,
  'monitoring-officer': /\bmonitoring officer\b/i,
  'legal-services': /\b(head of legal|borough solicitor|county solicitor|legal)\b/i,
  'democratic-services': /\bdemocratic\b/i,
}

function suggestion(
  role: Role,
  directorate: Directorate | null,
  post: Post | null,
  committee: Suggestion['committee'],
): Suggestion {
  const to = post ? post.id : (committee?.id ?? 'new')
  const key = `${role.id} ${directorate?.id ?? ''} ${to}`
  return { key, role: role.id, roleTitle: role.title, directorate, post, committee }
}

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined)

const plain = (name: string) =>
  name
    .toLowerCase()
    .replaceAll('&', 'and')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()

// Every word of the role stands in the name, as 'Legal services' in 'Head of Legal Services'.
function holds(name: string, role: string): boolean {
  const words = new Set(plain(name).split(' '))
  const wanted = plain(role).split(' ').filter(Boolean)
  return wanted.length > 0 && wanted.every(word => words.has(word))
}
