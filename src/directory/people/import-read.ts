import { plainWords } from '#src/partnerships/import/names.ts'
import { UnreadableFile } from '#src/partnerships/import/read/unreadable.ts'
import { oneLine } from '#src/web/inputs.ts'

/** The columns of a list of people and the headings they are known by. */
export const columns = [
  { name: 'name', heading: 'Name', also: ['full name', 'person', 'councillor', 'officer', 'member'] },
  { name: 'honorific', heading: 'Title', also: ['honorific', 'salutation', 'prefix'] },
  { name: 'kind', heading: 'Kind', also: ['type', 'role type', 'category'] },
  { name: 'email', heading: 'E-mail', also: ['email', 'e mail address', 'email address', 'mail'] },
  { name: 'phone', heading: 'Phone', also: ['telephone', 'phone number', 'tel', 'mobile'] },
  { name: 'job_title', heading: 'Job title', also: ['job', 'position', 'role'] },
  { name: 'directorate', heading: 'Directorate', also: ['department', 'service', 'division'] },
  { name: 'post', heading: 'Post', also: ['post title', 'office'] },
  { name: 'ward', heading: 'Ward', also: ['division ward', 'electoral division'] },
  { name: 'party', heading: 'Party', also: ['group', 'political group', 'political party'] },
] as const
export type Column = (typeof columns)[number]['name']

/** One row of a list, by column; `row` counts from 1 as the file does. */
export type ListedPerson = { row: number } & Record<Column, string>

export const mostRows = 2000

/**
 * Reads a list of people from a file's bytes or from pasted text.
 * @returns the rows below its headings, or one sentence that says what is wrong
 */
export async function readPeople(
  file: Uint8Array | undefined,
  pasted: string,
): Promise<ListedPerson[] | string> {
  try {
    const { readFile, readPasted } = await import('#src/partnerships/import/read/file.ts')
    const sheets = file ? await readFile(file, 'people') : await readPasted(pasted)
    for (const sheet of sheets) {
      const found = await rowsOf(sheet.rows())
      if (found) return found
    }
    return 'No row of headings with ‘Name’ was found. Put the headings in the first row'
  } catch (error) {
    if (error instanceof UnreadableFile) return error.message
    throw error
  }
}

async function rowsOf(rows: AsyncIterable<{ number: number; cells: string[] }>) {
  let places: Map<Column, number> | undefined
  const people: ListedPerson[] = []
  for await (const { number, cells } of rows) {
    if (!places) places = placesOf(cells)
    else if (people.length >= mostRows)
      return `The list has more than ${mostRows.toLocaleString('en-GB')} rows. Split it and bring in the parts`
    else people.push({ row: number, ...cellsOf(cells, places) })
  }
  return places && people
}

function placesOf(cells: string[]): Map<Column, number> | undefined {
  const places = new Map<Column, number>()
  for (const [index, cell] of cells.entries()) {
    const words = plainWords(cell)
    const column = columns.find(
      each => plainWords(each.heading) === words || each.also.some(also => also === words),
    )
    if (column && !places.has(column.name)) places.set(column.name, index)
  }
  return places.has('name') ? places : undefined
}

function cellsOf(cells: string[], places: Map<Column, number>) {
  const said = Object.fromEntries(
    columns.map(({ name }) => [name, oneLine(cells[places.get(name) ?? -1] ?? '')]),
  ) as Record<Column, string>
  const titled = /^(Cllr|Councillor|Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Rev)\.? +(.+)$/i.exec(
    said.name,
  )
  if (!titled || said.honorific) return said
  return { ...said, name: titled[2]!, honorific: /^councillor$/i.test(titled[1]!) ? 'Cllr' : titled[1]! }
}
