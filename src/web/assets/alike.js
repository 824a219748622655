// Under a box with data-alike: entries of the register called much like what is typed, so that nothing is entered
// twice. Without it the server shows them once the form is sent.
const staff = location.pathname.split('/', 3).join('/')
const own = /\/partnerships\/([^/]+)\//.exec(location.pathname)?.[1]

for (const box of document.querySelectorAll('[data-alike]')) watch(box)

/** @param {HTMLInputElement} box */
function watch(box) {
  const place = document.createElement('div')
  place.className = 'app-alike'
  const status = document.createElement('p')
  status.className = 'govuk-body app-alike__words'
  status.setAttribute('role', 'status')
  const list = document.createElement('ul')
  list.className = 'govuk-list'
  list.hidden = true
  place.append(status, list)
  box.after(place)

  let waiting
  let asking = new AbortController()
  box.addEventListener('input', () => {
    clearTimeout(waiting)
    asking.abort()
    asking = new AbortController()
    const { signal } = asking
    waiting = setTimeout(async () => {
      const entries = await ask(box.value.trim(), signal)
      if (!signal.aborted) show(entries)
    }, 400)
  })

  function show(entries) {
    list.replaceChildren(...entries.map(item))
    list.hidden = entries.length === 0
    status.textContent =
      entries.length === 0
        ? ''
        : entries.length === 1
          ? 'One has a name like this. Is it the same?'
          : `${entries.length} have names like this. Is it one of them?`
  }
}

/** @returns {Promise<{ reference: string, name: string, detail: string, address: string }[]>} none where it fails */
async function ask(q, signal) {
  const address = new URL(`${staff}/suggest/partnerships`, location.origin)
  address.searchParams.set('q', q)
  try {
    const response = await fetch(address, { signal, headers: { accept: 'application/json' } })
    const { entries } = response.ok ? await response.json() : { entries: [] }
    return entries.filter(({ reference }) => reference !== own)
  } catch {
    return []
  }
}

// In a tab of its own: what is typed already must not be lost.
function item({ reference, name, detail, address }) {
  const link = document.createElement('a')
  link.className = 'govuk-link'
  link.href = address
  link.target = '_blank'
  link.rel = 'noreferrer noopener'
  link.textContent = `${reference} ${name} (opens in new tab)`
  const more = document.createElement('span')
  more.className = 'govuk-hint app-alike__detail'
  more.textContent = detail
  const li = document.createElement('li')
  li.append(link, more)
  return li
}
