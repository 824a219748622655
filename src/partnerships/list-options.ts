const written = new WeakMap<readonly unknown[], string>()

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
