import { Feed } from 'feed'
import { licence } from './licence.ts'
import type { Owner } from './partnership.ts'

/** One act of the public log as the feed tells it. `name` is null where the content was erased, since or then. */
export type Happened = {
  number: number
  act: 'published' | 'changed' | 'ended' | 'erased'
  at: Date
  reference: string
  name: string | null
  reason: string
  /** The headings of the fields that changed. */
  changed: string[]
}

/**
 * The newest acts of the public log as an Atom feed (RFC 4287, REG-5). An entry of the feed has the same id for ever.
 * @param openedAt when the authority began to publish; it stands in the ids
 */
export function atomOf({ name, addresses }: Owner, openedAt: Date, happened: readonly Happened[]): string {
  const { base, register } = addresses
  const id = `tag:${new URL(base).hostname},${openedAt.toISOString().slice(0, 10)}:${register.slice(base.length + 1)}`
  const feed = new Feed({
    id,
    title: inXml(`Changes to the register of partnerships of ${name}`),
    link: register,
    feed: `${register}.atom`,
    updated: happened[0]?.at ?? openedAt,
    author: { name: inXml(name), link: register },
    copyright: `${licence.name}, ${licence.id}`,
    generator: 'Concordat',
  })
  for (const each of happened)
    feed.addItem({
      id: `${id}/${each.number}`,
      title: inHtml(titleOf(each)),
      link: addresses.entry(each.reference),
      date: each.at,
      published: each.at,
      description: inHtml(summaryOf(each)),
      category: [{ name: verbs[each.act], term: each.act }],
    })
  return feed.atom1()
}

const verbs = { published: 'Published', changed: 'Changed', ended: 'Taken down', erased: 'Erased' } as const

const titleOf = ({ act, name, reference }: Happened) => `${verbs[act]}: ${name ?? reference}`

function summaryOf({ act, number, reference, reason, changed }: Happened): string {
  const said = {
    published: `${reference} can be read on the register.`,
    changed:
      changed.length > 0
        ? `${reference} has new words under: ${changed.join(', ')}.`
        : `${reference} was published again.`,
    ended: `${reference} is no longer on the register. Its past versions can still be read.`,
    erased: `${reference} should not have been published. What it said is erased.`,
  }[act]
  return [said, reason && `Reason: ${reason}`, `Number ${number} in the public log.`]
    .filter(Boolean)
    .join(' ')
}

// XML holds no control characters, however they are written.
const inXml = (text: string) => text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '\ufffd')

const inHtml = (text: string) =>
  inXml(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
