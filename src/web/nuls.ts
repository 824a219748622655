import type { FastifyInstance } from 'fastify'

/** Takes NULs out of what every request says: PostgreSQL refuses them, and nobody types one. */
export function takeNulsOut(app: FastifyInstance) {
  app.addHook('preValidation', async req => {
    req.params = without(req.params)
    req.query = without(req.query)
    req.body = without(req.body)
  })
}

function without(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '')
  if (Array.isArray(value)) return value.map(without)
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, without(each)]))
}

// Files and their bytes are left as they are; a query's object has a prototype of its parser's own.
function isPlain(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !ArrayBuffer.isView(value) && !(value instanceof Date)
}
