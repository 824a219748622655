import { Conflict } from '#src/errors.ts'

/** A field of a form that edits one record, by the name of its box; `say` words a value that people should not read raw. */
export type Shown = { name: string; heading: string; say?: (value: string) => string }

/** What a form held when it was opened, field by field, all as text. */
export type Held = { version: number; values: Record<string, string> }

/** The fields somebody else changed meanwhile: what they saved and what was typed. */
export type Clash = {
  version: number
  base: string
  fields: { name: string; heading: string; theirs: string; yours: string; take: boolean }[]
}

/** The hidden boxes by which a form knows what it was opened with. */
export function openedWith(held: Held): { version: string; base: string } {
  return { version: String(held.version), base: JSON.stringify(held.values) }
}

/**
 * The form as chosen field by field: where the reader took the other's value, that one stands in it.
 * Give it the body before it is read; it leaves a form without choices alone.
 */
export function withChoices(body: unknown, fields: readonly Shown[]): Record<string, unknown> {
  const typed = { ...((body ?? {}) as Record<string, unknown>) }
  const base = baseOf(typed)
  for (const { name } of fields)
    if (typed[`take-${name}`] === 'theirs' && base && typeof base[name] === 'string') typed[name] = base[name]
  return typed
}

/**
 * Saves unless somebody else changed one of the form's fields since it was opened.
 * @param hold reads the record as it stands
 * @param save writes it over the version it is given
 * @returns the clash to show with the form, or null when it is saved
 */
export async function saveUnlessChanged(
  body: Record<string, unknown>,
  fields: readonly Shown[],
  hold: () => Promise<Held>,
  save: (version: number) => Promise<unknown>,
): Promise<Clash | null> {
  const held = await hold()
  const clash = clashOf(body, fields, held)
  if (clash) return clash
  try {
    await save(held.version)
    return null
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    return clashOf(body, fields, await hold()) ?? Promise.reject(error)
  }
}

function clashOf(body: Record<string, unknown>, fields: readonly Shown[], held: Held): Clash | null {
  if (String(held.version) === body.version) return null
  const base = baseOf(body) ?? {}
  const changed = fields
    .map(({ name, heading, say = text => text }) => {
      const [was, theirs, yours] = [
        base[name] ?? '',
        held.values[name] ?? '',
        String(body[name] ?? '').trim(),
      ]
      if (theirs === was || theirs === yours) return undefined
      return { name, heading, theirs: say(theirs), yours: say(yours), take: yours === was }
    })
    .filter(field => field !== undefined)
  return changed.length > 0 ? { ...openedWith(held), version: held.version, fields: changed } : null
}

function baseOf(body: Record<string, unknown>): Record<string, string> | undefined {
  try {
    const base = JSON.parse(String(body.base ?? ''))
    return base && typeof base === 'object' ? base : undefined
  } catch {
    return undefined
  }
}
