import { v7 } from 'uuid'

/** A new identifier, ordered by the moment it is made for. */
export function newId(at?: Date): string {
  return at ? v7({ msecs: at.getTime() }) : v7()
}

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a text from outside can be an identifier; anything else would make the database complain. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && shape.test(text)
}
