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
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => print())
}
