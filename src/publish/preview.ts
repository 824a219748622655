import type { Here } from '#src/accounts/here.ts'
import type { PublicContent } from '#src/db/public-content.ts'
import { withheldReasons } from '#src/domain/words.ts'
import { differencesOf } from '#src/public/entry/differences.ts'
import { type EntryBody, entryBodyOf } from '#src/public/entry/entry-body.ts'
import { linesOf } from './lines.ts'
import { isUnchanged, type Look, type Practice } from './prepare.ts'
import { publicFieldsOf } from './rules.ts'
import { findSite } from './site.ts'
import { type PublicationState, stateAfter } from './state.ts'

/** Everything the page of publishing one entry shows; `asking` opens the decisions. */
export async function previewPage(here: Here, practice: Practice, look: Look, asking = false) {
  const { record, content, latest, whole, asked, choices, basis } = look
  const { ruledFields } = practice
  const address = `/${here.authority.slug}/staff/partnerships/${encodeURIComponent(record.reference)}`
  const state: PublicationState = latest?.act ?? 'unpublished'
  const now = state === 'published' ? await findCopy(here, record.involvementId) : null
  const shown = { base: `/${here.authority.slug}`, fields: publicFieldsOf(ruledFields) }
  const body = entryBodyOf(content, shown)
  const said = new Map(linesOf(whole, ruledFields).map(each => [each.field, each.lines]))
  return {
    title: record.name,
    caption: record.reference,
    back: address,
    address,
    site: await findSite(here.db, here.authority.id),
    state,
    latest,
    log: await listLog(here, record.involvementId),
    barred: look.barred,
    unchanged: isUnchanged(look),
    basis,
    number: latest?.number ?? 0,
    asking: asking || look.undecided.length > 0,
    asks: asked.map(field => ({
      field,
      id: `choice-${field.replaceAll('.', '-')}`,
      heading: ruledFields.find(each => each.name === field)?.heading ?? field,
      lines: said.get(field) ?? [],
      chosen: wordOf(choices.get(field)),
    })),
    reasons: withheldReasons,
    body: withoutLinks(body),
    differences: now ? differencesOf(entryBodyOf(now, shown), body) : [],
    contacts: linesOf(content, ruledFields)
      .filter(each => each.lines.some(line => looksLikeContact(line)))
      .map(each => each.heading),
    mayPublish: !look.barred && stateAfter(state, 'published'),
    mayWithdraw: stateAfter(state, 'ended') || stateAfter(state, 'erased'),
  }
}

// Pages of people and bodies that this entry alone names are not there until it is published.
function withoutLinks(body: EntryBody): EntryBody {
  const sections = body.sections.map(section => ({
    ...section,
    rows: section.rows.map(row => ({
      ...row,
      items: row.items.map(({ href, ...item }) => (href && !href.startsWith('/') ? { ...item, href } : item)),
    })),
  }))
  return { ...body, sections }
}

function wordOf(choice: { show: true } | { show: false; reason: string } | undefined): string {
  if (!choice) return ''
  return choice.show ? 'show' : choice.reason
}

// An address for mail or a telephone number in words that are to be public is most often someone's own.
const looksLikeContact = (text: string) =>
  /[^\s@]+@[^\s@]+\.[a-z]{2,}/i.test(text) || /(?:\+44|\b0)(?:[\s-]?\d){9,10}\b/.test(text)

async function findCopy(here: Here, involvementId: string): Promise<PublicContent | null> {
  const row = await here.db
    .selectFrom('public_copy')
    .select('content')
    .where('authority_id', '=', here.authority.id)
    .where('involvement_id', '=', involvementId)
    .where('until_at', 'is', null)
    .executeTakeFirst()
  return row?.content ?? null
}

function listLog(here: Here, involvementId: string) {
  return here.db
    .selectFrom('publication')
    .select(['number', 'act', 'at', 'reason', 'content_hash'])
    .where('authority_id', '=', here.authority.id)
    .where('involvement_id', '=', involvementId)
    .orderBy('number', 'desc')
    .execute()
}
