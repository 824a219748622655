import type { Lack, LackReason, RoleState } from './readiness.ts'

/** What is missing for one reason: who mends it, and each thing once with the roles it holds up. */
export type Lacking = {
  reason: LackReason
  title: string
  /** Who does what about it. */
  who: string
  items: (Lack & { roles: string[] })[]
}

/**
 * Groups what is missing by reason, in the order in which one mends it: the posts first, then who holds them, then what
 * they may do.
 * @param withoutDirectorate entries that name no directorate
 */
export function lackingOf(states: readonly RoleState[], withoutDirectorate: number): Lacking[] {
  const all = states.flatMap(({ role, lacks }) => lacks.map(lack => ({ ...lack, role: role.title })))
  return reasons.flatMap(({ reason, title, who }) => {
    const items = all.filter(each => each.reason === reason)
    if (items.length === 0) return []
    return [{ reason, title, who: who(withoutDirectorate), items: once(items) }]
  })
}

const reasons: { reason: LackReason; title: string; who: (withoutDirectorate: number) => string }[] = [
  {
    reason: 'unfilled',
    title: 'Nothing fills the role',
    who: () =>
      'Choose a post or a committee for each. Where it is not there yet, the same page leads you to add it.',
  },
  {
    reason: 'in-directorates',
    title: 'Nothing fills the role in one directorate',
    who: () => 'You choose a post or a committee for it, or one for the whole authority.',
  },
  {
    reason: 'without-directorate',
    title: 'Entries without a directorate',
    who: count =>
      `${count} ${count === 1 ? 'entry names' : 'entries name'} no directorate, and only what fills a role for the whole authority decides on them. You choose that, or their owners name a directorate.`,
  },
  {
    reason: 'vacant',
    title: 'Nobody holds the post',
    who: () => 'You or the register’s keeper say who holds it, or who deputises.',
  },
  {
    reason: 'recorder',
    title: 'Nobody records for the committee',
    who: () => 'You name who enters what it decides.',
  },
  {
    reason: 'account',
    title: 'Nobody there can sign in to decide',
    who: () => 'You invite them under Accounts and roles, and say on their page which account is theirs.',
  },
  {
    reason: 'power',
    title: 'No power is delegated',
    who: () => 'You copy the line from your scheme of delegation, with its limit and reference.',
  },
]

// A post that fills two roles lacks the same for both.
function once(items: readonly (Lack & { role: string })[]): (Lack & { roles: string[] })[] {
  const found: (Lack & { roles: string[] })[] = []
  for (const { role, ...lack } of items) {
    const same = found.find(each => each.says === lack.says && each.href === lack.href && !perRole(each))
    if (same) same.roles.push(role)
    else found.push({ ...lack, roles: [role] })
  }
  return found
}

// These are mended on the role's own page.
const perRole = ({ reason }: Lack) =>
  reason === 'unfilled' || reason === 'in-directorates' || reason === 'without-directorate'
