const base = new URL('..', import.meta.url)
const { initAll } = await import(new URL('govuk/govuk-frontend.min.js', base))
// A radio may not say that it is expanded (ARIA): the stylesheet shows what belongs to the chosen one instead.
for (const choice of document.querySelectorAll('[data-aria-controls]')) {
  document.getElementById(choice.dataset.ariaControls)?.classList.remove('govuk-radios__conditional--hidden')
  choice.removeAttribute('data-aria-controls')
}
initAll()
if (document.querySelector('[data-suggest]')) import('./suggest.js')
if (document.querySelector('[data-alike]')) import('./alike.js')
const folds = [...document.querySelectorAll('.app-fold')]
// Browsers open what they scroll to and print what is folded, but only the newest.
if (folds.length > 0) {
  const unfold = () => {
    const aim = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    const fold = aim?.closest('.app-fold') ?? folds.find(each => each.dataset.of === aim?.id)
    if (!fold || fold.open) return
    fold.open = true
    aim.scrollIntoView()
  }
  unfold()
  addEventListener('hashchange', unfold)
  let opened = []
  addEventListener('beforeprint', () => {
    opened = folds.filter(fold => !fold.open)
    for (const fold of opened) fold.open = true
  })
  addEventListener('afterprint', () => {
    for (const fold of opened) fold.open = false
  })
}
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}
