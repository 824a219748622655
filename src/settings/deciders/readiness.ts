import type { Filling, Holder } from '#src/adopted/fillings.ts'
import type { Pack, Role } from '#src/protocol/pack.ts'

/** What keeps a role from deciding, and where it is mended. */
export type Lack = { says: string; mend: string; href: string }

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

type Given = { fillings: readonly Filling[]; directorates: readonly Directorate[]; powers: readonly Power[] }

/**
 * Whether everyone can decide whom the protocol calls on (APP-1, APP-5): each role of a route, and each that stands in,
 * has a post with someone in it who can sign in, or a committee with a recorder; a step that is delegated has the power.
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
      const lacks = place === 'route' ? lacksOf(role, fillings, isDelegated, given, base) : []
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
  const here = `${base}/settings/deciders/${role.id}`
  const noun = role.as === 'committee' ? 'committee' : 'post'
  if (fillings.length === 0) return [{ says: `No ${noun} fills it`, mend: `Choose a ${noun}`, href: here }]
  const whole = fillings.some(each => each.directorateId === null)
  const without = given.directorates.filter(
    each => !fillings.some(filling => filling.directorateId === each.id),
  )
  const local =
    whole || without.length === 0
      ? []
      : [
          {
            says: `No ${noun} fills it in ${without.map(each => each.name).join(', ')}`,
            mend: `Choose one for each, or one for the whole authority`,
            href: here,
          },
        ]
  return [...local, ...lacksByPlace(fillings, isDelegated ? given.powers : undefined, base)]
}

// Of several posts for one place any one may decide: one that can is enough.
function lacksByPlace(fillings: Filling[], powers: readonly Power[] | undefined, base: string): Lack[] {
  const places = [...new Set(fillings.map(each => each.directorateId))]
  return places.flatMap(place => {
    const lacks = fillings
      .filter(each => each.directorateId === place)
      .map(filling => lacksOfFilling(filling, powers, base))
    return lacks.some(each => each.length === 0) ? [] : lacks.flat()
  })
}

function lacksOfFilling(
  { post, committee }: Filling,
  powers: readonly Power[] | undefined,
  base: string,
): Lack[] {
  if (committee) {
    const href = `${base}/settings/committees/${committee.id}`
    if (committee.recorders.length === 0)
      return [{ says: `${committee.name} has no recorder`, mend: 'Add one', href }]
    return accountLacks(committee.recorders, `records for ${committee.name}`, base)
  }
  const href = `${base}/posts/${post!.id}`
  const present: Lack[] =
    post!.holders.length === 0
      ? [{ says: `${post!.title} is vacant`, mend: 'Say who holds it', href }]
      : accountLacks(post!.holders, `holds ${post!.title}`, base)
  return [...present, ...(powers ? powerLacks(post!, powers, base) : [])]
}

// One who can sign in is enough.
function accountLacks(people: readonly Holder[], does: string, base: string): Lack[] {
  const [first] = people
  if (!first || people.some(each => each.accountId !== null)) return []
  return [
    {
      says: `${first.name}, who ${does}, has no account`,
      mend: 'Link the account',
      href: `${base}/people/${first.personId}`,
    },
  ]
}

function powerLacks(post: { id: string; title: string }, powers: readonly Power[], base: string): Lack[] {
  const missing = (['enter', 'extend'] as const).filter(
    what => !powers.some(each => each.post_id === post.id && each.what === what),
  )
  if (missing.length === 0) return []
  const what = missing.map(each => (each === 'enter' ? 'entering' : 'extending')).join(' or ')
  return [
    {
      says: `Nothing is delegated to ${post.title} about ${what} a partnership`,
      mend: 'Add a line to the scheme',
      href: `${base}/settings/delegation/new?post=${post.id}`,
    },
  ]
}
