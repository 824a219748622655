import { badForm } from '#src/web/form.ts'
import { oneLine } from '#src/web/inputs.ts'

export type Heading = { id: string; title: string }
/** The headings of a report as an authority has them. `version` is 0 while they are the protocol's. */
export type Layout = { id: string | null; version: number; title: string; headings: Heading[] }

const longest = 200
const most = 60

/** The boxes of the form for headings as they stand. */
export function boxesOf({ title, headings }: Layout): Record<string, unknown> {
  return {
    title,
    ...Object.fromEntries(
      headings.flatMap(({ id, title }, i) => [
        [`place-${id}`, String(i + 1)],
        [`title-${id}`, title],
      ]),
    ),
  }
}

/**
 * Reads the headings as they were renamed, put in another order, left out, added and taken back.
 * @param standing the headings the form was made with; @param left those of the protocol that it can take back
 */
export function readLayout(raw: unknown, standing: readonly Heading[], left: readonly Heading[]) {
  const body = (raw && typeof raw === 'object' ? raw : {}) as Record<string, unknown>
  const text = (name: string) => (typeof body[name] === 'string' ? oneLine(body[name]) : '')
  const out = [body.out ?? []].flat()
  const kept = standing.filter(each => !out.includes(each.id))
  const mistakes = kept.flatMap(({ id }) => [
    ...titleMistakes(`title-${id}`, text(`title-${id}`), 'Enter the heading, or tick that it is left out'),
    ...(/^\d{1,3}$/.test(text(`place-${id}`))
      ? []
      : [{ field: `place-${id}`, text: 'Enter its place as a number, like 3' }]),
  ])
  mistakes.unshift(...titleMistakes('title', text('title'), 'Enter the name of the report'))
  const fresh = text('new')
  if (fresh.length > longest)
    mistakes.push({ field: 'new', text: `A heading must be ${longest} characters or fewer` })
  const back = left.filter(each => [body.back ?? []].flat().includes(each.id))
  const added = fresh ? [{ id: ownId(fresh, standing), title: fresh }] : []
  const headings = [
    ...inPlace(kept, standing, id => Number(text(`place-${id}`))).map(({ id }) => ({
      id,
      title: text(`title-${id}`),
    })),
    ...back,
    ...added,
  ]
  if (headings.length === 0) mistakes.push({ field: 'new', text: 'Keep at least one heading' })
  if (headings.length > most) mistakes.push({ field: 'new', text: `A report has ${most} headings at most` })
  if (mistakes.length > 0) return badForm(body, mistakes)
  return { ok: true as const, value: { title: text('title'), headings } }
}

function titleMistakes(field: string, title: string, missing: string) {
  if (title === '') return [{ field, text: missing }]
  return title.length > longest ? [{ field, text: `It must be ${longest} characters or fewer` }] : []
}

// Whatever was given another place comes there before or after what stands there.
function inPlace(kept: Heading[], standing: readonly Heading[], placeOf: (id: string) => number): Heading[] {
  const keyOf = ({ id }: Heading) => {
    const [was, now] = [standing.findIndex(each => each.id === id) + 1, placeOf(id)]
    return now < was ? now - 0.5 : now > was ? now + 0.5 : now
  }
  return kept.toSorted((a, b) => keyOf(a) - keyOf(b))
}

// Never the id of a heading of the protocol, whose text comes from the record.
function ownId(title: string, standing: readonly Heading[]): string {
  const slug = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40)
  const wanted = `own-${slug || 'heading'}`
  const taken = new Set(standing.map(each => each.id))
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}-${n}`
    if (!taken.has(id)) return id
  }
}
