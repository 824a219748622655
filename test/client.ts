import assert from 'node:assert/strict'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'

export type Answer = {
  status: number
  location: string | undefined
  body: string
  text: string
  response: LightMyRequestResponse
}

/** A browser without a screen: keeps cookies, sends a form with its hidden fields, rejects broken pages. */
export type Client = {
  cookies: Record<string, string>
  see(path: string, headers?: Record<string, string>): Promise<Answer>
  /** Opens `page`, then posts its form with these fields to `action` (the form's own where absent). */
  fill(page: string, fields: Record<string, string | string[]>, action?: string): Promise<Answer>
  /** Posts without opening a page first, with a valid token. */
  post(path: string, fields: Record<string, string | string[]>): Promise<Answer>
  /** Posts a file as the browser would. */
  upload(
    page: string,
    field: string,
    file: { name: string; bytes: Uint8Array },
    fields?: Record<string, string>,
  ): Promise<Answer>
}

export function clientOf(app: FastifyInstance, cookies: Record<string, string> = {}): Client {
  const keep = (response: LightMyRequestResponse) => {
    for (const cookie of response.cookies as { name: string; value: string }[])
      cookies[cookie.name] = cookie.value
    return answerOf(response)
  }
  const see = async (path: string, headers: Record<string, string> = {}) =>
    keep(await app.inject({ method: 'GET', url: path, cookies, headers }))
  const send = async (path: string, fields: Record<string, string | string[]>) =>
    keep(
      await app.inject({
        method: 'POST',
        url: path,
        cookies,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(
          Object.entries(fields).flatMap(([name, value]) =>
            [value].flat().map(each => [name, each] as [string, string]),
          ),
        ).toString(),
      }),
    )
  const token = async (page: string) => {
    const opened = await see(page)
    assert.equal(opened.status, 200, `${page} answered ${opened.status}: ${opened.text.slice(0, 300)}`)
    return opened.body
  }
  return {
    cookies,
    see,
    async fill(page, fields, action) {
      const form = hiddenFields(await token(page), page, action)
      return send(action ?? form.action, { ...form.hidden, ...fields })
    },
    async post(path, fields) {
      const page = await see('/sign-in')
      const csrf = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1]
      assert.ok(csrf, 'the sign-in page gives no token')
      return send(path, { _csrf: csrf, ...fields })
    },
    async upload(page, field, file, fields = {}) {
      const form = hiddenFields(await token(page), page)
      const body = new FormData()
      for (const [name, value] of Object.entries({ ...form.hidden, ...fields })) body.append(name, value)
      body.append(field, new Blob([file.bytes as Uint8Array<ArrayBuffer>]), file.name)
      const encoded = new Response(body)
      return keep(
        await app.inject({
          method: 'POST',
          url: form.action,
          cookies,
          headers: { 'content-type': encoded.headers.get('content-type')! },
          payload: Buffer.from(await encoded.arrayBuffer()),
        }),
      )
    },
  }
}

// The page's own form: the one in <main>, or the one that posts to `action`.
function hiddenFields(html: string, page: string, action?: string) {
  const forms = [...html.matchAll(/<form[^>]*method="post"[^>]*>[\s\S]*?<\/form>/g)].map(match => match[0])
  const own = forms.filter(form => !form.includes('action="/sign-out"'))
  const form = own.find(each => action !== undefined && each.includes(`action="${action}"`)) ?? own[0]
  assert.ok(form, `${page} has no form`)
  const hidden = Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(match => [
      match[1]!,
      unescapeHtml(match[2]!),
    ]),
  )
  return { hidden, action: unescapeHtml(/action="([^"]*)"/.exec(form)?.[1] ?? page) }
}

function answerOf(response: LightMyRequestResponse): Answer {
  const body = response.body
  const isPage = String(response.headers['content-type']).startsWith('text/html')
  if (isPage) {
    const main = body.replace(/<(script|style)[\s\S]*?<\/\1>/g, '')
    assert.doesNotMatch(main, /<h1[^>]*>\s*<\/h1>/, 'a page has an empty heading')
    assert.doesNotMatch(
      main,
      /\[object Object\]|>\s*undefined\s*<|="undefined"/,
      'a page shows a value that is not for people',
    )
    assert.doesNotMatch(main, /\n\s+at .*\.ts:\d+/, 'a page shows a stack')
  }
  return {
    status: response.statusCode,
    location: response.headers.location as string | undefined,
    body,
    text: wordsOf(body),
    response,
  }
}

/** What a page says: its words without its tags. */
export function wordsOf(html: string): string {
  return unescapeHtml(html.replace(/<(script|style|head)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}

/** Text as it stood before it was put into a page. */
export const unescapeHtml = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#92;', '\\')
    .replaceAll('&amp;', '&')
