import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

type Violation = { id: string; help: string; nodes: { html: string; failureSummary: string }[] }

/** What axe finds on the page as it stands, one line each: the rule, the element and what would mend it. */
export async function axe(page: Page): Promise<string[]> {
  // Evaluated by the browser's own console, which the page's content security policy does not bind.
  await page.evaluate(await source)
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(r => r.violations)`,
  )) as Violation[]
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(
      node =>
        `${id} (${help}): ${node.html.slice(0, 160)} – ${node.failureSummary.split('\n').slice(1).join(' ').trim()}`,
    ),
  )
}
