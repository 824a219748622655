const written = new WeakMap<readonly unknown[], string>()

/** The names a box suggests, as HTML. Written once a list: the hundreds of them would be half the work of a page. */
export function suggestionsHtml(names: readonly string[]): string {
  return once(names, () => names.map(name => `<option value="${escapeHtml(name)}"></option>`).join(''))
}

/** The people and posts of a list to choose from, as HTML, those chosen marked. */
export function optionsHtml(
  list: readonly { id: string; name: string }[],
  chosen: readonly string[],
): string {
  const html = once(list, () =>
    list.map(({ id, name }) => `<option value="${id}">${escapeHtml(name)}</option>`).join(''),
  )
  return chosen.reduce(
    (text, id) => text.replace(`<option value="${id}">`, `<option value="${id}" selected>`),
    html,
  )
}

function once(list: readonly unknown[], write: () => string): string {
  const html = written.get(list) ?? write()
  written.set(list, html)
  return html
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`)
}
