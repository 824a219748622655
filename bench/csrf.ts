import { send } from './load.ts'
import type { Csrf } from './measures.ts'

/** Opens a form as a browser would and keeps its token and cookie. */
export async function csrfOf(base: string, cookie: string, path: string): Promise<Csrf> {
  const { status, headers, body } = await send(base, { path, headers: { cookie } })
  const token = /name="_csrf" value="([^"]+)"/.exec(body.toString())?.[1]
  const set = headers['set-cookie']?.find(each => each.startsWith('concordat_csrf='))
  if (!token || !set) throw new Error(`${path} answered ${status} without a form's token`)
  return { token, cookie: set.split(';')[0]! }
}
