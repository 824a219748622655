import type { FastifyRequest } from 'fastify'
import { hereOf } from '#src/accounts/here.ts'
import type { Batch } from './batch.ts'

/** Where the pages of imports stand. */
export function importsAt(req: FastifyRequest): string {
  return `/${hereOf(req).authority.slug}/staff/imports`
}

/** The page that shows an import where it stands. */
export function pageOf(req: FastifyRequest, { id, state }: Pick<Batch, 'id' | 'state'>): string {
  const at = `${importsAt(req)}/${id}`
  if (state === 'read') return `${at}/sheet`
  if (state === 'planned') return `${at}/preview`
  return at
}

/** What a page says an import is doing or has come to. */
export const stateWords: Record<Batch['state'], { text: string; colour: string }> = {
  reading: { text: 'Reading the file', colour: 'blue' },
  read: { text: 'Waiting for you to choose', colour: 'yellow' },
  planning: { text: 'Comparing with the register', colour: 'blue' },
  planned: { text: 'Ready to take in', colour: 'yellow' },
  committing: { text: 'Taking in', colour: 'blue' },
  committed: { text: 'Taken in', colour: 'green' },
  undoing: { text: 'Being undone', colour: 'blue' },
  undone: { text: 'Undone', colour: 'grey' },
  failed: { text: 'Not taken in', colour: 'red' },
}

/** A whole number from an address, 1 where it is none. */
export function pageNumber(text: unknown): number {
  const page = Number(text)
  return Number.isInteger(page) && page > 0 && page < 100_000 ? page : 1
}

/** The fields of a form that are words; what is repeated or a file counts as empty. */
export function wordsIn(body: unknown): Record<string, string> {
  const entries = Object.entries((body ?? {}) as Record<string, unknown>)
  return Object.fromEntries(entries.map(([name, value]) => [name, typeof value === 'string' ? value : '']))
}
