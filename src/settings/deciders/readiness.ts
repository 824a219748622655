import { type Filling, type Holder, ofKind } from '#src/adopted/fillings.ts'
import type { Pack, Role } from '#src/protocol/pack.ts'

/** The reasons for which a role cannot act; src/settings/deciders/lacking.ts groups by them. */
export type LackReason =
  | 'unfilled'
  | 'in-directorates'
  | 'without-directorate'
  | 'vacant'
  | 'recorder'
  | 'account'
  | 'power'

/** What keeps a role from deciding or advising, and where it is mended. */
export type Lack = { reason: LackReason; says: string; mend: string; href: string }

/** A role of the protocol: whether its route needs it, what fills it, and what is missing before it can decide. */
export type RoleState = {
  role: Role
  /** 'route': it decides or stands in for one that does; 'advice': a team; 'other': no route asks it. */
  place: 'route' | 'advice' | 'other'
  delegated: boolean
  fillings: Filling[]
  lacks: Lack[]
}

export type Directorate = { id: string; name: string }
/** A line of the scheme in force today. */
export type Power = { post_id: string; what: 'enter' | 'extend' }

export type Given = {
  fillings: readonly Filling[]
  directorates: readonly Directorate[]
  powers: readonly Power[]
  /** Entries and proposals under way that name no directorate: only what fills a role for the whole authority is theirs. */
  withoutDirectorate: number
  /** The accounts whose role here lets them decide. */
  able: ReadonlySet<string>
}

/**
 * Whether everyone can act whom the protocol calls on (APP-1, APP-5, PEO-6): each role of a route, each that stands in and
 * each team has, for every directorate and for entries without one, a post with someone in it who can sign in, or a
 * committee with a recorder; a step that is delegated has the power.
 * @param base the address of the staff pages, for the links that mend what is missing
 */
export function readinessOf(pack: Pack, given: Given, base: string): RoleState[] {
  const { deciding, delegated } = rolesOnRoute(pack)
  return pack.roles
    .filter(role => role.as !== 'part')
    .map(role => {
      const fillings = given.fillings.filter(each => each.role === role.id)
      const place = deciding.has(role.id) ? 'route' : role.as === 'team' ? 'advice' : 'other'
      const isDelegated = delegated.has(role.id) && role.as === 'post'
      const lacks = place === 'other' ? [] : lacksOf(role, ofKind(role, fillings), isDelegated, given, base)
      return { role, place, delegated: isDelegated, fillings, lacks }
    })
}

/** The roles a pack's routes call on, those that stand in among them, and which of them need delegated power. */
export function rolesOnRoute(pack: Pack): { deciding: Set<string>; delegated: Set<string> } {
  const deciding = new Set<string>()
  const delegated = new Set<string>()
  const add = (id: string | undefined, isDelegated: boolean) => {
    if (id === undefined || (deciding.has(id) && (!isDelegated || delegated.has(id)))) return
    deciding.add(id)
    if (isDelegated) delegated.add(id)
    add(pack.roles.find(role => role.id === id)?.instead, isDelegated)
  }
  for (const group of pack.route)
    for (const decider of group.deciders) add(decider.id, group.delegated === 'yes')
  return { deciding, delegated }
}

function lacksOf(role: Role, fillings: Filling[], isDelegated: boolean, given: Given, base: string): Lack[] {
  const href = `${base}/settings/deciders/${role.id}`
  const noun = role.as === 'committee' ? 'committee' : 'post'
  if (fillings.length === 0)
    return [{ reason: 'unfilled', says: `No ${noun} fills it`, mend: `Choose a ${noun}`, href }]
  return [
    ...gapsBetween(fillings, noun, given, href),
    ...lacksByPlace(fillings, { ...given, isDelegated, directory: base }),
  ]
}

// Where nothing fills a role for the whole authority, whoever has no filling of their own has nobody.
function gapsBetween(
  fillings: readonly Filling[],
  noun: string,
  { directorates, withoutDirectorate }: Given,
  href: string,
): Lack[] {
  if (fillings.some(each => each.directorateId === null)) return []
  const without = directorates.filter(each => !fillings.some(filling => filling.directorateId === each.id))
  const gaps: Lack[] = without.map(({ name }) => ({
    reason: 'in-directorates',
    says: `No ${noun} fills it in ${name}`,
    mend: `Choose a ${noun}`,
    href,
  }))
  if (withoutDirectorate > 0)
    gaps.push({
      reason: 'without-directorate',
      says: `No ${noun} fills it for the whole authority`,
      mend: `Choose a ${noun} for the whole authority`,
      href,
    })
  return gaps
}

type Asked = Given & { isDelegated: boolean; directory: string }

// Of several posts for one place any one may decide: one that can is enough.
function lacksByPlace(fillings: readonly Filling[], asked: Asked): Lack[] {
  const places = [...new Set(fillings.map(each => each.directorateId))]
  return places.flatMap(place => {
    const lacks = fillings
      .filter(each => each.directorateId === place)
      .map(filling => lacksOfFilling(filling, asked))
    return lacks.some(each => each.length === 0) ? [] : lacks.flat()
  })
}

function lacksOfFilling({ post, committee }: Filling, asked: Asked): Lack[] {
  const base = asked.directory
  if (committee) {
    const href = `${base}/settings/committees/${committee.id}`
    if (committee.recorders.length === 0)
      return [{ reason: 'recorder', says: `${committee.name} has no recorder`, mend: 'Add one', href }]
    return accountLacks(committee.recorders, `records for ${committee.name}`, asked)
  }
  const href = `${base}/posts/${post!.id}`
  const present: Lack[] =
    post!.holders.length === 0
      ? [{ reason: 'vacant', says: `${post!.title} is vacant`, mend: 'Say who holds it', href }]
      : accountLacks(post!.holders, `holds ${post!.title}`, asked)
  return [...present, ...(asked.isDelegated ? powerLacks(post!, asked) : [])]
}

// One who can sign in and may decide is enough.
function accountLacks(people: readonly Holder[], does: string, { able, directory }: Asked): Lack[] {
  const [first] = people
  if (!first || people.some(each => each.accountId !== null && able.has(each.accountId))) return []
  const known = people.find(each => each.accountId !== null)
  if (known)
    return [
      {
        reason: 'account',
        says: `${known.name}, who ${does}, has no role here that may decide`,
        mend: 'Give a role',
        href: `${directory}/settings/accounts`,
      },
    ]
  return [
    {
      reason: 'account',
      says: `${first.name}, who ${does}, has no account`,
      mend: 'Link the account',
      href: `${directory}/people/${first.personId}`,
    },
  ]
}

function powerLacks(post: { id: string; title: string }, { powers, directory }: Asked): Lack[] {
  const missing = (['enter', 'extend'] as const).filter(
    what => !powers.some(each => each.post_id === post.id && each.what === what),
  )
  if (missing.length === 0) return []
  const what = missing.map(each => (each === 'enter' ? 'entering' : 'extending')).join(' or ')
  const about = missing.length === 2 ? 'both' : missing[0]
  return [
    {
      reason: 'power',
      says: `${post.title}: nothing about ${what} a partnership`,
      mend: 'Add a line',
      href: `${directory}/settings/delegation/new?post=${post.id}&what=${about}`,
    },
  ]
}
