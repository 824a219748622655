import { protocolOn } from '#src/adopted/protocol.ts'
import type { Db } from '#src/db/open.ts'
import { NotFound } from '#src/errors.ts'
import type { Layout } from './forms.ts'

/** The reports of the protocol in force, with the authority's own headings where it changed them. @param today ISO */
export async function listReports(db: Db, authorityId: string, today: string) {
  const { pack } = await protocolOn(db, authorityId, today)
  const rows = await db
    .selectFrom('report_layout')
    .select(['id', 'version', 'report', 'title', 'headings'])
    .where('authority_id', '=', authorityId)
    .execute()
  return pack.reports.map(given => {
    const own = rows.find(row => row.report === given.id)
    const layout: Layout = own ?? { id: null, version: 0, title: given.title, headings: given.headings }
    return { given, layout, isOwn: own !== undefined }
  })
}

/** One report of the protocol in force, and those of its headings that the authority left out. @throws NotFound */
export async function findReport(db: Db, authorityId: string, today: string, id: string) {
  const report = (await listReports(db, authorityId, today)).find(each => each.given.id === id)
  if (!report) throw new NotFound('No such report in the protocol')
  const kept = new Set(report.layout.headings.map(each => each.id))
  return { ...report, left: report.given.headings.filter(each => !kept.has(each.id)) }
}
