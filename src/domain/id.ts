import { v7 } from 'uuid'

let made = 0

/** A new identifier, ordered by the moment it is made for, and of one moment in the order they are made here. */
export function newId(at?: Date): string {
  if (!at) return v7()
  made = (made + 1) >>> 0
  return v7({ msecs: at.getTime(), seq: made })
}

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text from outside can be an identifier; anything else would make the database complain. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && shape.test(text)
}
