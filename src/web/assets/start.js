const base = new URL('..', import.meta.url)
const { initAll } = await import(new URL('govuk/govuk-frontend.min.js', base))
initAll()
