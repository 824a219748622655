import type { FastifyInstance } from 'fastify'
import type { PublicSite } from '#src/public/answer.ts'
import { findMentioned, listMentioned } from '#src/public/mentions.ts'
import { type MakePage, movedTo } from '#src/public/page.ts'
import { siteNamed } from '#src/public/site.ts'
import { aboutPerson, holdersOf, seatsOf } from './seats.ts'

type Place = { Params: { authority: string } }
type Named = { Params: { authority: string; key: string } }

/** The people and posts the published entries name, and what each sits on (REG-5). */
export function peopleRoutes(app: FastifyInstance, site: PublicSite, page: MakePage) {
  app.get<Place>('/:authority/people', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const make = async () => {
      const all = await listMentioned(site.db, of, ['person', 'post'])
      return page('people/list.njk', of, {
        title: 'People and posts',
        people: all.filter(each => each.type === 'person'),
        posts: all.filter(each => each.type === 'post'),
      })
    }
    return site.answer(req, reply, { of, key: 'people', make })
  })

  app.get<Named>('/:authority/people/:key', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const { key } = req.params
    const make = async () => {
      const person = await findMentioned(site.db, of, 'person', key)
      if (person.key !== key) return movedTo(`/${of.slug}/people/${person.key}`)
      const about = aboutPerson(person.naming, key)
      const title = [about?.honorific, person.name].filter(Boolean).join(' ')
      const seats = person.naming.map(each => ({ ...each, as: seatsOf(each.content, 'person', key) }))
      return page('people/person.njk', of, { title, about, seats, person })
    }
    return site.answer(req, reply, { of, key: `people/${key}`, make })
  })

  app.get<Named>('/:authority/posts/:key', { config: { needs: 'public' } }, async (req, reply) => {
    const of = siteNamed(await site.look(), req.params.authority)
    const { key } = req.params
    const make = async () => {
      const post = await findMentioned(site.db, of, 'post', key)
      if (post.key !== key) return movedTo(`/${of.slug}/posts/${post.key}`)
      const seats = post.naming.map(each => ({ ...each, as: seatsOf(each.content, 'post', key) }))
      return page('people/post.njk', of, { title: post.name, seats, holders: holdersOf(post.naming, key) })
    }
    return site.answer(req, reply, { of, key: `posts/${key}`, make })
  })
}
