import { z } from 'zod'
import type { Choice, PersonKind } from '#src/domain/words.ts'
import type { Writer } from '#src/trail/change.ts'
import type { Entry } from '../queries.ts'

/** One row of a list in a form; `id` is the stored row's, or '' for a new one. */
export type FormRow = Record<string, string>
export type FormValue = string | string[] | FormRow[]
/** A section as its form holds it: texts, ticked values and rows, nothing parsed. */
export type FormValues = Record<string, FormValue>

/** One thing a form asks. Lists have `columns`, one set for each row. */
export type Input = {
  name: string
  label: string
  type: 'text' | 'long-text' | 'radios' | 'select' | 'checkboxes' | 'list' | 'hidden'
  hint?: string
  width?: 'short' | 'medium'
  choices?: readonly (Choice & { group?: string })[]
  columns?: readonly Input[]
  /** The names to suggest while one is typed. A name that is not known yet may be added, but for holders. */
  suggest?: 'organisations' | 'people' | 'posts' | 'holders'
  /** A partnership's name: entries called alike are shown while it is typed. */
  alike?: true
  /** What one row is called: 'partner'. */
  noun?: string
  /** The column or table it is kept in, where that is not its name. */
  stored?: string
  /** A list of at most this many rows that always shows one. */
  most?: 1
}

/** A body, person or post named in words. */
export type NameRef = { type: 'organisation' | 'person' | 'post'; name: string; kind?: PersonKind }
/** The ids of the names of a form. */
export type Ids = (type: NameRef['type'], name: string) => string
export type Mistake = { field: string; text: string }

/** One section of an entry: what its form asks, how it is read, and how it is written. */
export type EntrySection<V = unknown> = {
  name: string
  title: string
  inputs: readonly Input[]
  schema: z.ZodObject
  /** The entry as the form shows it. */
  shown(entry: Entry): FormValues
  /** What the fields together must keep to, checked when someone saves the form. */
  rules?(value: Partial<V>): Mistake[]
  /** The bodies, people and posts that the form names. */
  names?(value: Partial<V>): NameRef[]
  /** Writes what `value` holds; a field that is not in it stays as it is. */
  write(writer: Writer, entry: Entry, value: Partial<V>, ids: Ids): Promise<void>
}

/** Some fields of a section as a form of their own, in this order; the others stay as they are. */
export function partOf(
  whole: EntrySection,
  part: { name: string; title: string; inputs: readonly (Partial<Input> & { name: string })[] },
): EntrySection {
  const names = part.inputs.map(input => input.name)
  const mask: Record<string, true> = Object.fromEntries(names.map(name => [name, true]))
  return {
    ...whole,
    name: part.name,
    title: part.title,
    inputs: part.inputs.map(input => ({ ...whole.inputs.find(each => each.name === input.name)!, ...input })),
    schema: whole.schema.pick(mask as never),
    shown: entry => Object.fromEntries(Object.entries(whole.shown(entry)).filter(([name]) => name in mask)),
  }
}

/** Parts of several sections as one form, in this order. */
export function joined(name: string, title: string, parts: readonly EntrySection[]): EntrySection {
  return {
    name,
    title,
    inputs: parts.flatMap(part => part.inputs),
    schema: z.object(Object.assign({}, ...parts.map(part => part.schema.shape))),
    shown: entry => Object.assign({}, ...parts.map(part => part.shown(entry))),
    rules: value => parts.flatMap(part => part.rules?.(value) ?? []),
    names: value => parts.flatMap(part => part.names?.(value) ?? []),
    async write(writer, entry, value, ids) {
      for (const part of parts) {
        const own = Object.entries(value as object).filter(([field]) => field in part.schema.shape)
        await part.write(writer, entry, Object.fromEntries(own), ids)
      }
    },
  }
}

/** Ties a section's schema to what its functions are given. */
export function section<S extends z.ZodObject>(
  made: EntrySection<z.output<S>> & { schema: S },
): EntrySection {
  return made as unknown as EntrySection
}
