import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '#src/deps.ts'
import { Refused } from '#src/errors.ts'
import type { PublicSite } from '#src/public/answer.ts'
import { type Asked, addressOf, askedOf } from '#src/public/asked.ts'
import { findPublic, listVersions } from '#src/public/queries.ts'
import { findSiteWords, type Site, siteNamed } from '#src/public/site.ts'
import { londonDay } from '#src/web/views.ts'
import { type Addresses, addressesAt } from './addresses.ts'
import { atomOf } from './atom.ts'
import { type Column, columnsOf } from './columns.ts'
import { csvOf } from './csv.ts'
import { csvwOf } from './csvw.ts'
import { batchesOf, listNumbers } from './entries.ts'
import { fileFormats } from './formats.ts'
import { listHappened } from './happened.ts'
import { entryJson, listJson } from './json.ts'
import { licence } from './licence.ts'
import { xlsxOf } from './xlsx.ts'

type Of = { Params: { authority: string } }

/** What one list or entry is made of. */
type Asking = { of: Site; asked: Asked; query: string; addresses: Addresses }

/** The register and its entries as files, at the address of the page with an ending: what its filters show, all of it. */
export function listRoutes(app: FastifyInstance, { config, now }: Deps, site: PublicSite) {
  const { db } = site
  const columnsIn = async (of: Site) => columnsOf((await findSiteWords(db, of)).fields)
  const ownerOf = ({ of, addresses }: Asking) => ({ name: of.name, addresses })

  async function askingOf(req: FastifyRequest): Promise<Asking> {
    const of = siteNamed(await site.look(), (req.params as Of['Params']).authority)
    const { asked, mistake } = askedOf(req.query, now())
    if (mistake) throw new Refused(mistake)
    const query = addressOf(asked, { page: 1 })
    return { of, asked, query, addresses: addressesAt(config.publicUrl, of.slug) }
  }

  const writers = {
    csv: (columns: Column[], numbers: number[], { of, addresses }: Asking) =>
      csvOf(columns, batchesOf(db, of, numbers), addresses),
    xlsx: (columns: Column[], numbers: number[], { of, addresses }: Asking) =>
      xlsxOf(columns, batchesOf(db, of, numbers), addresses),
    json: (columns: Column[], numbers: number[], asking: Asking) =>
      listJson(
        { asAt: asking.asked.asAt, total: numbers.length, columns, owner: ownerOf(asking) },
        batchesOf(db, asking.of, numbers),
      ),
  }

  for (const { ending, type } of fileFormats) {
    if (ending === 'atom') continue
    app.get(`/:authority/register.${ending}`, { config: { needs: 'public' } }, async (req, reply) => {
      const asking = await askingOf(req)
      const pieces = async function* () {
        const numbers = await listNumbers(db, asking.of, asking.asked)
        yield* writers[ending](await columnsIn(asking.of), numbers, asking)
      }
      const file = { type, headers: { ...headersOf(ending, asking) }, pieces }
      return answerFile(req, reply, `register.${ending}${asking.query}`, asking.of, file)
    })
  }

  app.get('/:authority/register.csv-metadata.json', { config: { needs: 'public' } }, async (req, reply) => {
    const { of, query, addresses } = await askingOf(req)
    return site.answer(req, reply, {
      of,
      key: `register.csv-metadata.json${query}`,
      as: 'data',
      make: async () => {
        const described = {
          authority: of.name,
          website: of.website,
          modified: of.newest ?? of.openedAt,
          query,
        }
        return {
          type: 'application/csvm+json; charset=utf-8',
          body: JSON.stringify(csvwOf(await columnsIn(of), addresses, described)),
        }
      },
    })
  })

  app.get('/:authority/register.atom', { config: { needs: 'public' } }, async (req, reply) => {
    const asking = await askingOf(req)
    const { of, addresses } = asking
    return site.answer(req, reply, {
      of,
      key: 'register.atom',
      as: 'data',
      make: async () => ({
        type: 'application/atom+xml; charset=utf-8',
        body: atomOf(
          ownerOf(asking),
          of.openedAt,
          await listHappened(db, of, await columnsIn(of), addresses),
        ),
      }),
    })
  })

  app.get<{ Params: { authority: string; ref: string } }>(
    '/:authority/register/:ref.json',
    { config: { needs: 'public' } },
    async (req, reply) => {
      const asking = await askingOf(req)
      const { of, asked, addresses } = asking
      const { ref } = req.params
      return site.answer(req, reply, {
        of,
        key: `register/${ref}.json ${asked.asAt ?? ''}`,
        as: 'data',
        make: async () => {
          const found = await findPublic(db, of, ref, asked.asAt)
          const versions = await listVersions(db, of, ref)
          const shown = 'copy' in found && found.state !== 'ended' ? found.copy : undefined
          const about = { reference: found.reference, state: found.state, asAt: asked.asAt }
          const said = { columns: await columnsIn(of), owner: ownerOf(asking) }
          return {
            type: 'application/json; charset=utf-8',
            headers: { link: links([`${addresses.base}/data/schema/entry.json`, 'describedby']) },
            body: entryJson(about, versions, found.log, shown, said),
            ...(found.state === 'erased' ? { status: 410 as const } : {}),
            ...(found.state === 'not-then' ? { status: 404 as const, keep: false } : {}),
          }
        },
      })
    },
  )

  type File = {
    type: string
    headers: Record<string, string>
    pieces: () => AsyncGenerator<string | Uint8Array>
  }
  function answerFile(req: FastifyRequest, reply: FastifyReply, key: string, of: Site, file: File) {
    const { type, headers, pieces } = file
    if (of.entries > mostKept) return site.stream(req, reply, { of, key, as: 'data', type, headers, pieces })
    return site.answer(req, reply, {
      of,
      key,
      as: 'data',
      make: async () => {
        const whole: Uint8Array[] = []
        for await (const piece of pieces()) whole.push(Buffer.from(piece))
        return { type, headers, body: Buffer.concat(whole) }
      },
    })
  }
}

// A register of more entries than this is sent as it is made and not kept in memory.
const mostKept = 500

function headersOf(ending: 'csv' | 'xlsx' | 'json', { of, asked, query, addresses }: Asking) {
  const day = asked.asAt ?? londonDay(of.newest ?? of.openedAt)
  const about = {
    csv: `${addresses.register}.csv-metadata.json${query}`,
    xlsx: `${addresses.register}/fields`,
    json: `${addresses.base}/data/schema/register.json`,
  }[ending]
  return {
    link: links([about, 'describedby']),
    ...(ending === 'json'
      ? {}
      : { 'content-disposition': `attachment; filename="${of.slug}-register-${day}.${ending}"` }),
  }
}

const links = (...own: [address: string, rel: string][]) =>
  [...own, [licence.id, 'license']].map(([address, rel]) => `<${address}>; rel="${rel}"`).join(', ')
