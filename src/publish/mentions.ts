import type { PublicContent } from '#src/db/public-content.ts'

/** A body, person or post a copy names, and what as: a body's role, or an appointment's, or 'substitute'. */
export type Mention = { type: 'body' | 'person' | 'post'; key: string; name: string; role: string }

/** Everyone and everything a copy names that has a page of its own, each role once. */
export function mentionsOf({ bodies, people }: PublicContent): Mention[] {
  const all: Mention[] = [
    ...bodies.map(({ key, name, role }) => ({ type: 'body' as const, key, name, role })),
    ...people.flatMap(({ person, post, role, substitute }) => {
      const as = substitute ? 'substitute' : role
      return [
        ...(person ? [{ type: 'person' as const, key: person.key, name: person.name, role: as }] : []),
        ...(post?.key ? [{ type: 'post' as const, key: post.key, name: post.title, role: as }] : []),
      ]
    }),
  ]
  return [...new Map(all.map(each => [`${each.type} ${each.key} ${each.role}`, each])).values()]
}
