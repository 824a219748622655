import { Conflict, NotAllowed, NotFound, Refused } from '#src/errors.ts'

/** What went wrong, in one line for the terminal. */
export function lineOf(error: unknown): string {
  if (
    error instanceof Refused ||
    error instanceof NotFound ||
    error instanceof Conflict ||
    error instanceof NotAllowed
  )
    return `${error.message}\n`
  const { code, message } = error as { code?: string; message?: string }
  if (code && unreachable.has(code))
    return `The database cannot be reached (${code}). Check DATABASE_URL and that the server runs.\n`
  return `Something went wrong, and nothing was changed: ${(message || String(error)).split('\n', 1)[0]}\n`
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  '28P01',
  '3D000',
  '57P03',
])
