import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Here, hereOf, whatOf } from '#src/accounts/here.ts'
import { sightOf } from '#src/accounts/may.ts'
import type { Deps } from '#src/deps.ts'
import { pageOf } from '#src/directory/paging.ts'
import { mayWhole } from '#src/directory/whole.ts'
import { labelOf, stages, withheldReasons } from '#src/domain/words.ts'
import { readForm } from '#src/web/form.ts'
import { londonDay } from '#src/web/views.ts'
import { BulkForm, shows, wantedOf } from './forms.ts'
import { type Practice, readPractice } from './prepare.ts'
import { type Outcome, publishEntries } from './publish.ts'
import { findSite } from './site.ts'
import { type Asking, type Compared, compare, listLines, publishable, type Wanted } from './survey.ts'

type Address = { Params: { authority: string } }

const base = '/:authority/staff/publish'

/** What of the register is public, and publishing much of it at once (REG-5). */
export function listPublishRoutes(app: FastifyInstance, deps: Deps) {
  app.get<Address>(base, { config: { needs: 'publish' } }, async (req, reply) => {
    const here = hereOf(req)
    const wanted = wantedOf(req.query)
    const day = londonDay(deps.now())
    const practice = await readPractice(here.db, here.authority.id)
    const all = await listLines(askingOf(here), wanted)
    const onlyByLooking = wanted.show === 'changed' || wanted.show === 'waiting'
    const found = onlyByLooking ? kept(await compare(here.db, practice, all, day), wanted) : all
    const page = pageOf(req.url.split('?')[0]!, { ...wanted, page: pageAsked(req) }, found.length)
    const shown = found.slice(page.offset, page.offset + page.limit)
    return reply.view('publish/list.njk', {
      title: 'Publish',
      wide: true,
      site: await findSite(here.db, here.authority.id),
      administers: mayWhole(here, 'administer'),
      wanted,
      shows,
      stages,
      page,
      rows: (await compare(here.db, practice, shown, day)).map(row => toldOf(row, practice)),
      query: new URLSearchParams(wanted).toString(),
    })
  })

  app.get<Address>(`${base}/all`, { config: { needs: 'publish' } }, async (req, reply) => {
    const page = await bulkPage(hereOf(req), wantedOf(req.query), deps)
    return reply.view('publish/all.njk', { ...page, values: {} })
  })

  app.post<Address>(`${base}/all`, { config: { needs: 'publish' } }, async (req, reply) => {
    const here = hereOf(req)
    const wanted = wantedOf(req.body)
    const what = {
      ...whatOf(req, deps.now(), 'involvement.publish', 'publish'),
      authority: here.authority.id,
    }
    const form = readForm(BulkForm, req.body)
    if (!form.ok)
      return reply.code(422).view('publish/all.njk', { ...(await bulkPage(here, wanted, deps)), ...form })
    const lines = publishable(await listLines(askingOf(here), wanted))
    const { undecided } = form.value
    const outcome = await publishEntries(
      here.db,
      what,
      lines.map(line => line.id),
      { withhold: undecided === 'leave' ? undefined : undecided },
    )
    return reply.redirect(`/${here.authority.slug}/staff/publish?done=${becameOf(outcome)}`, 303)
  })
}

function becameOf({ published, undecided }: Outcome): string {
  if (published.length === 0) return undecided.length > 0 ? 'all-wait' : 'nothing-changed'
  return undecided.length > 0 ? 'published-but' : 'published-several'
}

function askingOf(here: Here): Asking {
  return { db: here.db, authorityId: here.authority.id, sight: sightOf(here.grants, 'publish') }
}

const pageAsked = (req: FastifyRequest) => (req.query as Record<string, unknown>).page

function kept(rows: Compared[], { show }: Wanted): Compared[] {
  return rows.filter(row => (show === 'changed' ? row.changed : row.undecided.length > 0))
}

function toldOf(row: Compared, practice: Practice) {
  const headings = new Map(practice.ruledFields.map(field => [field.name, field.heading]))
  return { ...row, undecided: row.undecided.map(field => headings.get(field) ?? field) }
}

async function bulkPage(here: Here, wanted: Wanted, deps: Deps) {
  const practice = await readPractice(here.db, here.authority.id)
  const all = await listLines(askingOf(here), wanted)
  const lines = await compare(here.db, practice, publishable(all), londonDay(deps.now()))
  const fresh = lines.filter(line => line.state === 'unpublished' || line.changed)
  const waiting = fresh.filter(line => line.undecided.length > 0)
  const ready = fresh.length - waiting.length
  const action = `/${here.authority.slug}/staff/publish/all`
  return {
    title: 'Publish several entries',
    back: `/${here.authority.slug}/staff/publish`,
    action,
    button: 'Publish',
    site: await findSite(here.db, here.authority.id),
    wanted,
    reasons: withheldReasons,
    count: {
      new: fresh.filter(line => line.state === 'unpublished').length,
      changed: fresh.filter(line => line.changed).length,
      unchanged: lines.length - fresh.length,
      withdrawn: all.filter(line => line.state === 'ended' || line.state === 'erased').length,
      waiting: waiting.length,
      ready,
    },
    byStage: stages
      .map(({ value }) => ({
        stage: labelOf(stages, value),
        count: fresh.filter(line => line.stage === value).length,
      }))
      .filter(each => each.count > 0),
    waits: waiting.slice(0, 20).map(line => toldOf(line, practice)),
  }
}
