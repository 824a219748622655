import { objectOf } from './columns.ts'
import type { Source } from './export.ts'

/** The register as one JSON object; the values are structure, not the text of cells. */
export async function* writeJson({ authority, at, count, columns, records }: Source): AsyncGenerator<string> {
  const head = JSON.stringify({ authority: authority.name, exported: at.toISOString(), count })
  yield `${head.slice(0, -1)},"entries":[`
  let between = '\n'
  for await (const some of records) {
    for (const record of some) {
      yield between + JSON.stringify(objectOf(record, columns))
      between = ',\n'
    }
  }
  yield '\n]}\n'
}
