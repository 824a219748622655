import { unescapeHtml } from './client.ts'

export type Field = { name: string; type: string; values: string[]; options: string[] }
export type Form = { action: string; method: string; multipart: boolean; fields: Field[] }

/** The forms of a page as a browser would read them: each with its fields, what they hold and may hold. */
export function formsOf(html: string, page: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', inside = '']) => ({
    action: attribute(head, 'action') ?? page,
    method: (attribute(head, 'method') ?? 'get').toLowerCase(),
    multipart: head.includes('multipart/form-data'),
    fields: fieldsOf(inside),
  }))
}

/** What a browser would send for this form if it were submitted as it stands. */
export function filled(form: Form): [string, string][] {
  return form.fields
    .filter(field => field.type !== 'file')
    .flatMap(field => field.values.map(value => [field.name, value] as [string, string]))
}

/** The addresses a page links to, within the site, without the part after #. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)].map(match => unescapeHtml(match[1]!))
}

function fieldsOf(html: string): Field[] {
  const fields = new Map<string, Field>()
  const note = (name: string, type: string, value: string | undefined, option = value) => {
    const field = fields.get(name) ?? { name, type, values: [], options: [] }
    if (value !== undefined) field.values.push(value)
    if (option !== undefined) field.options.push(option)
    fields.set(name, field)
  }
  for (const [, tag, head = '', inside = ''] of html.matchAll(
    /<(input|select|textarea|button)\b([^>]*)>(?:([\s\S]*?)<\/\1>)?/g,
  )) {
    const name = attribute(head, 'name')
    if (!name) continue
    const type = attribute(head, 'type') ?? tag!
    const value = attribute(head, 'value') ?? ''
    if (tag === 'textarea') note(name, 'textarea', unescapeHtml(inside.replace(/^\n/, '')))
    else if (tag === 'select') {
      for (const [, option = '', text = ''] of inside.matchAll(/<option\b([^>]*)>([^<]*)/g)) {
        const word = attribute(option, 'value') ?? unescapeHtml(text.trim())
        note(name, 'select', /\bselected\b/.test(option) ? word : undefined, word)
      }
    } else if (type === 'checkbox' || type === 'radio')
      note(name, type, /\bchecked\b/.test(head) ? value : undefined, value)
    else if (tag === 'button' || type === 'submit') note(name, 'button', undefined, value)
    else note(name, type, value)
  }
  return [...fields.values()]
}

function attribute(head: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(head)?.[1]
  return found === undefined ? undefined : unescapeHtml(found)
}
