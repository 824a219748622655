import type { Actor } from '#src/trail/change.ts'
import { accounts } from '../accounts.ts'
import { authorities } from '../county.ts'
import type { AuthorityKey } from '../shape.ts'
import { idIn, type Place } from './place.ts'

/** One thing that happened: `do` writes it as of the moment it happened. Acts run in the order of their days. */
export type Happening = { on: string; do: (at: Date) => Promise<unknown> }

/** Someone at the authority, acting in the role of their account or else in their post. */
export function actorAt(place: Place, name: string): Actor {
  const role = accounts.find(account => account.authority === place.key && account.person === name)?.role
  return {
    kind: 'person',
    accountId: place.accounts.get(name) ?? null,
    name,
    capacity: role ?? postsOf(place.key, name)[0] ?? '',
  }
}

/** Someone at the authority who has an account, as the verbs of the product know them. */
export function someone(place: Place, name: string): { accountId: string; name: string } {
  return { accountId: idIn(place.accounts, name), name }
}

/** The day of a moment, ISO. */
export const dayOf = (at: Date) => at.toISOString().slice(0, 10)

/** The posts someone holds or held. */
export function postsOf(key: AuthorityKey, name: string): string[] {
  const posts = authorities.find(authority => authority.key === key)?.posts ?? []
  return posts.filter(post => post.held.some(holding => holding.by === name)).map(post => post.title)
}

/** The acts in the order they happened, each with a moment of its own within working hours, none after `now`. */
export function inOrder(happenings: Happening[], now: Date): { at: Date; do: Happening['do'] }[] {
  const minuteOf = new Map<string, number>()
  return happenings
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .map(happening => {
      const minute = minuteOf.get(happening.on) ?? 0
      minuteOf.set(happening.on, minute + 3)
      return { at: new Date(Date.parse(`${happening.on}T09:04:00Z`) + minute * 60_000), do: happening.do }
    })
    .filter(act => act.at <= now)
}
