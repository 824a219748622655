import { type AskPage, askPages, setsOfProposal } from '#src/ask/pages.ts'
import type { Submission } from '#src/decide/submission.ts'
import type { Case } from '#src/protocol/known.ts'
import { lower } from '#src/protocol/sentences.ts'
import type { OpenProposal } from './open.ts'
import { registerPages } from './pages.ts'
import { registerLeft, sectionId } from './tasks.ts'

/** What is left in one place: the page where it is put right, '' where the reader cannot, and each gap in a sentence. */
export type Left = { title: string; href: string; says: string[] }

/** What stands in the way of submitting, place by place in the order of the task list; what others have to mend last. */
export function leftIn(open: OpenProposal, { hindrances, entryCase }: Submission): Left[] {
  const { base, record, staff } = open
  const pages = questionPages(entryCase.made)
  const places: Left[] = [
    ...registerPages(open.offer, open.entry).map(({ title, name }) => ({ title, href: `${base}/${name}` })),
    ...pages.map(page => ({ title: titleOf(page), href: `${record}/questions/${page.name}` })),
  ].map(place => ({ ...place, says: [] }))
  for (const page of registerLeft(open))
    places.find(({ href }) => href === `${base}/${page.name}`)!.says.push('It is not filled in.')
  const others: Left[] = []
  const first = new Map<Left, string>()
  for (const { says, where } of hindrances) {
    const [path, question] = where.split('#')
    const place = places.find(each => each.href === `${staff}/${path}`)
    if (place) {
      place.says.push(says)
      if (question && !first.has(place)) first.set(place, `#${question}`)
    } else others.push({ title: '', href: mayMend(open, where) ? `${staff}/${where}` : '', says: [says] })
  }
  const lacking = places.filter(({ says }) => says.length > 0)
  const mended = lacking.map(place => ({
    ...place,
    href: `${place.href}?from=check${first.get(place) ?? ''}`,
  }))
  return [...mended, ...others]
}

/** How far each section of a proposal is, by its id: whether it is whole, and a line that says so. */
export function progressOfSections(
  open: OpenProposal,
  made: Case,
): Record<string, { whole: boolean; says: string }> {
  const lacking = registerLeft(open).map(page => sectionId(page.name))
  const fields = registerPages(open.offer, open.entry).map(page => {
    const whole = !lacking.includes(sectionId(page.name))
    return [sectionId(page.name), { whole, says: whole ? '' : 'Not filled in' }] as const
  })
  const sets = setsOfProposal(made.pack).map(id => {
    const pages = askPages(made, [id])
    const left = pages.reduce((sum, page) => sum + page.left.length, 0)
    const asked = pages.reduce((sum, page) => sum + page.asked.length, 0)
    return [id, { whole: left === 0, says: left === 0 ? '' : `${left} of ${asked} left` }] as const
  })
  return Object.fromEntries([...fields, ...sets])
}

const questionPages = (made: Case): AskPage[] => setsOfProposal(made.pack).flatMap(id => askPages(made, [id]))

// What stands under one heading of a long set says little by itself.
const titleOf = ({ title, set }: AskPage) => (title === set.title ? title : `${set.title}: ${lower(title)}`)

function mayMend({ here }: OpenProposal, where: string): boolean {
  return !where.startsWith('settings/') || here.may('edit-directory')
}
