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
  const { code, syscall, port, address, message, stack } = error as Partial<
    NodeJS.ErrnoException & { port: number; address: string }
  >
  if (syscall === 'listen' || syscall === 'getaddrinfo')
    return `${listening[code ?? ''] ?? code} (${address ?? 'HOST'}:${port ?? 'PORT'})\n`
  if (code && unreachable.has(code))
    return `The database cannot be reached (${code}). Check DATABASE_URL and that the server runs.\n`
  if (/^(debug|trace)$/.test(process.env.LOG_LEVEL ?? '')) return `${stack}\n`
  return `Something went wrong: ${(message || String(error)).split('\n', 1)[0]}\n`
}

const listening: Record<string, string> = {
  EADDRINUSE: 'The port is in use. Stop what uses it, or set PORT to another.',
  EACCES: 'The port may not be used by this account. Set PORT to one above 1023.',
  EADDRNOTAVAIL: 'HOST is not an address of this machine.',
  ENOTFOUND: 'HOST cannot be found.',
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EPIPE',
  '28P01',
  '28000',
  '3D000',
  '57P03',
  '57P01',
])
