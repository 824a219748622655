import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'
import type { PublicContent } from '#src/db/public-content.ts'
import { newId } from '#src/domain/id.ts'

/** The content of an entry that says little, with what a test puts into it. */
export function contentOf(but: Partial<PublicContent> & { name: string; reference: string }): PublicContent {
  return {
    form: 1,
    kind: 'partnership',
    stage: 'in-place',
    values: {},
    bodies: [],
    people: [],
    commitments: [],
    priorities: [],
    withheld: [],
    ...but,
  }
}

/** Opens the public site of an authority, as its settings would. */
export async function openSite(db: Db, authorityId: string, at: Date): Promise<void> {
  await sql`insert into public_site (authority_id, id, opened_at, accessibility, privacy, introduction)
    values (${authorityId}, ${newId()}, ${at}, 'We want everyone to be able to read this.',
      'We keep no cookies.', 'What we do together with others.')`.execute(db)
}

/** Writes one line of the public log and its copy straight into the tables: what the public site is tested with. */
export async function putPublished(
  db: Db,
  authorityId: string,
  content: PublicContent,
  at: Date,
  involvementId: string,
): Promise<number> {
  const number = await nextLine(db, authorityId, {
    involvementId,
    reference: content.reference,
    act: 'published',
    at,
  })
  const { values } = content
  const text = (name: string) => String(values[name] ?? '')
  const words = [
    content.name,
    content.reference,
    ...Object.values(values).map(String),
    ...content.bodies.map(body => body.name),
    ...content.people.map(({ person, post }) => person?.name ?? post?.title ?? ''),
  ].join(' ')
  const pence = content.commitments.reduce((sum, each) => sum + (each.pence ?? 0), 0)
  await sql`update public_copy set until_at = ${at} where authority_id = ${authorityId}
    and involvement_id = ${involvementId} and until_at is null`.execute(db)
  await sql`insert into public_copy (authority_id, number, involvement_id, reference, name, kind, stage, tier, theme,
      area, directorate, lead, partners, our_role, pence, confirmed_on, content, names_text, search_text,
      search_vector, published_at)
    values (${authorityId}, ${number}, ${involvementId}, ${content.reference}, ${content.name}, ${content.kind},
      ${content.stage}, ${text('tier') || null}, ${text('theme')}, ${text('area')}, ${text('directorate')},
      ${content.bodies.find(body => body.role === 'lead')?.name ?? ''},
      ${content.bodies
        .filter(body => body.role === 'member')
        .map(body => body.name)
        .join('; ')}, '', ${pence},
      ${text('confirmed_on') || null}, ${JSON.stringify(content)}, plain(${content.name}), plain(${words}),
      to_tsvector('english', plain(${words})) || to_tsvector('simple', plain(${words})), ${at})`.execute(db)
  const mentions = [
    ...content.bodies.map(({ key, name, role }) => ({ type: 'body', key, name, role: role as string })),
    ...content.people.flatMap(({ person, post, role }) => [
      ...(person ? [{ type: 'person', key: person.key, name: person.name, role }] : []),
      ...(post ? [{ type: 'post', key: post.key, name: post.title, role }] : []),
    ]),
  ]
  for (const { type, key, name, role } of mentions)
    await sql`insert into public_mention (authority_id, number, type, key, name, role)
      values (${authorityId}, ${number}, ${type}, ${key}, ${name}, ${role}) on conflict do nothing`.execute(
      db,
    )
  return number
}

/** Withdraws an entry: its copy is no longer current, or gone altogether. */
export async function putWithdrawn(
  db: Db,
  authorityId: string,
  act: 'ended' | 'erased',
  reference: string,
  reason: string,
  at: Date,
): Promise<void> {
  const { rows } = await sql<{ involvement_id: string }>`select involvement_id from publication
    where authority_id = ${authorityId} and reference = ${reference} limit 1`.execute(db)
  await nextLine(db, authorityId, { involvementId: rows[0]!.involvement_id, reference, act, at, reason })
  if (act === 'erased')
    await sql`delete from public_copy where authority_id = ${authorityId} and reference = ${reference}`.execute(
      db,
    )
  else
    await sql`update public_copy set until_at = ${at} where authority_id = ${authorityId}
      and reference = ${reference} and until_at is null`.execute(db)
}

type Line = { involvementId: string; reference: string; act: string; at: Date; reason?: string }

async function nextLine(db: Db, authorityId: string, line: Line): Promise<number> {
  const { rows } = await sql<{ head: number; chain: string }>`select head, chain from public_site
    where authority_id = ${authorityId}`.execute(db)
  const number = rows[0]!.head + 1
  const chain = createHash('sha256').update(`${rows[0]!.chain}${number}${line.reference}`).digest('hex')
  const hash = createHash('sha256').update(`${number}${line.reference}`).digest('hex')
  await sql`insert into publication (authority_id, number, involvement_id, reference, act, at, content_hash, reason, chain)
    values (${authorityId}, ${number}, ${line.involvementId}, ${line.reference}, ${line.act}, ${line.at}, ${hash},
      ${line.reason ?? ''}, ${chain})`.execute(db)
  await sql`update public_site set head = ${number}, chain = ${chain} where authority_id = ${authorityId}`.execute(
    db,
  )
  return number
}
