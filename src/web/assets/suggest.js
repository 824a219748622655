// Boxes with data-suggest offer names from the directory while someone types. Where a file or an answer does not
// come, they stay the plain boxes they are.
const base = new URL('..', import.meta.url)
const staff = location.pathname.split('/', 3).join('/')

/** @typedef {{ name: string, detail: string, adds?: string }} Suggestion */

const style = document.createElement('link')
style.rel = 'stylesheet'
style.href = new URL('web/suggest.css', base).href
const styled = new Promise(resolve => style.addEventListener('load', resolve))
document.head.append(style)
await Promise.all([styled, import(new URL('autocomplete/accessible-autocomplete.min.js', base).href)])

// Each box wakes ten times a second, and a form may have hundreds: only those in sight or near it are made to suggest.
const near = new IntersectionObserver(
  entries => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) enhance(target)
  },
  { rootMargin: '600px' },
)
for (const box of document.querySelectorAll('[data-suggest]')) near.observe(box)

/** Puts a box that suggests in the place of a plain one. @param {HTMLInputElement} box */
function enhance(box) {
  near.unobserve(box)
  const held = box === document.activeElement
  // Whoever has begun to type is not disturbed.
  if (held && box.value !== box.defaultValue) {
    box.addEventListener('blur', () => enhance(box), { once: true })
    return
  }
  const place = document.createElement('div')
  box.replaceWith(place)
  globalThis.accessibleAutocomplete({
    element: place,
    id: box.id,
    name: box.name,
    defaultValue: box.value,
    cssNamespace: 'app-suggest',
    inputClasses: box.className,
    displayMenu: 'overlay',
    minLength: 2,
    showNoOptionsFound: false,
    source: sourceFor(box),
    templates: { inputValue: nameOf, suggestion: shown },
    tStatusQueryTooShort: least => `Type ${least} or more letters for suggestions.`,
    tStatusNoResults: () => 'No suggestions.',
    tStatusResults: (count, chosen) =>
      `${count} ${count === 1 ? 'suggestion is' : 'suggestions are'} available. ${chosen}`,
    tStatusSelectedOption: (name, count, at) => `${name}, ${at + 1} of ${count}, is highlighted.`,
    tAssistiveHint: () =>
      'When there are suggestions, use the up and down arrows to look through them and Enter to take one. On a touch screen, explore by touch or swipe.',
  })
  const input = place.querySelector('input')
  keepDescribed(input, box.getAttribute('aria-describedby'))
  // A box that is filled already would open its list at the first touch; Escape tells it that all is chosen.
  if (box.value) input.dispatchEvent(new KeyboardEvent('keydown', { keyCode: 27, bubbles: true }))
  if (input.form?.method === 'get') place.addEventListener('keydown', submitOnEnter, true)
  if (held) input.focus()
}

/** Asks once the typing pauses, gives up on answers that come too late. @param {HTMLInputElement} box */
function sourceFor(box) {
  const { suggest, suggestAdds } = box.dataset
  let waiting
  let asking = new AbortController()
  return (query, answer) => {
    clearTimeout(waiting)
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    waiting = setTimeout(async () => {
      const names = await ask(suggest, query.trim(), signal, suggestAdds)
      if (!signal.aborted) answer(names)
    }, 200)
  }
}

/** @returns {Promise<Suggestion[]>} none where the answer fails */
async function ask(list, query, signal, adds) {
  const address = new URL(`${staff}/suggest/${list}`, location.origin)
  address.searchParams.set('q', query)
  try {
    const response = await fetch(address, { signal, headers: { accept: 'application/json' } })
    if (!response.ok) return []
    const { names, fresh } = await response.json()
    return fresh && adds ? [...names, { name: query, detail: '', adds }] : names
  } catch {
    return []
  }
}

const nameOf = suggestion => (typeof suggestion === 'object' ? suggestion.name : (suggestion ?? ''))

/** The suggestion as HTML; every letter of a name is text. @param {Suggestion | string} suggestion */
function shown(suggestion) {
  const { name, detail, adds } = typeof suggestion === 'object' ? suggestion : { name: suggestion }
  const line = document.createElement('span')
  line.textContent = adds ? `Add ‘${name}’ as a new ${adds}` : name
  const more = document.createElement('span')
  more.className = 'app-suggest__detail'
  more.textContent = adds ? 'New: will be added when you save' : (detail ?? '')
  return line.outerHTML + (more.textContent ? ` ${more.outerHTML}` : '')
}

// The hint and the error of the box; the component puts its own instructions in their place.
function keepDescribed(input, ids) {
  if (!ids) return
  const describe = () => {
    const now = input.getAttribute('aria-describedby') ?? ''
    if (!now.startsWith(ids)) input.setAttribute('aria-describedby', `${ids} ${now}`.trim())
  }
  describe()
  new MutationObserver(describe).observe(input, { attributeFilter: ['aria-describedby'] })
}

// In a filter Enter searches for what is typed, as it does without suggestions, unless one of them is highlighted.
function submitOnEnter(event) {
  if (event.key === 'Enter' && event.target.matches('input')) event.stopPropagation()
}
