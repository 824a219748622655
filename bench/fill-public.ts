import { sql } from 'kysely'
import type { Db } from '#src/db/open.ts'

/**
 * Publishes all of an authority's entries as copies the public reads. In SQL for the same reason as the register
 * itself; the numbers and contents are of the right shape, the hashes are not real.
 */
export async function publishAll(db: Db, authority: string, fields: string): Promise<void> {
  const run = (text: string) => sql.raw(text.replaceAll(':authority', `'${authority}'::uuid`)).execute(db)
  await sql`insert into public_site (authority_id, id, opened_at, fields, head)
    select ${authority}::uuid, ${authority}::uuid, now(), ${fields}::text::jsonb, count(*)::int from register_entry e
    where e.authority_id = ${authority}`.execute(db)
  await run(`insert into publication (authority_id, number, involvement_id, reference, act, at, content_hash, chain)
    select :authority, row_number() over (order by e.reference), e.involvement_id, e.reference, 'published',
      now() - interval '1 day', 'bench', 'bench'
    from register_entry e where e.authority_id = :authority`)
  // One entry after another (`offset 0`): of an authority just added the planner knows nothing, and pairs them all.
  await run(`insert into public_copy (authority_id, number, involvement_id, reference, name, kind, stage, tier, theme, area,
      directorate, lead, partners, our_role, pence, confirmed_on, content, names_text, search_text, search_vector, published_at)
    select :authority, l.number, e.involvement_id, e.reference, e.name, e.kind, e.stage, e.tier, e.theme, e.area,
      e.directorate, e.lead, e.partners, e.our_role, e.pence, e.confirmed_on, ${content},
      e.names_text, e.search_text, e.search_vector, l.at
    from publication l
    cross join lateral (select * from register_entry e where e.authority_id = :authority and e.involvement_id = l.involvement_id offset 0) e
    cross join lateral (select * from involvement i where i.authority_id = :authority and i.id = l.involvement_id offset 0) i
    cross join lateral (select * from partnership p where p.authority_id = :authority and p.id = i.partnership_id offset 0) p
    where l.authority_id = :authority`)
  await run(`insert into public_mention (authority_id, number, type, key, name, role)
    select distinct :authority, c.number, 'body', body ->> 'key', body ->> 'name', body ->> 'role'
    from public_copy c, jsonb_array_elements(c.content -> 'bodies') body where c.authority_id = :authority`)
}

const key = (name: string, id: string) =>
  `trim(both '-' from regexp_replace(lower(${name}), '[^a-z0-9]+', '-', 'g')) || '-' || right(${id}::text, 8)`

const content = `jsonb_build_object('form', 1, 'reference', e.reference, 'name', e.name, 'kind', e.kind, 'stage', e.stage,
  'values', jsonb_strip_nulls(jsonb_build_object('purpose', p.purpose, 'theme', p.theme, 'area', p.area,
    'started_on', p.started_on, 'governing_document', p.governing_document, 'level', i.level, 'tier', i.tier,
    'directorate', e.directorate, 'confirmed_on', i.confirmed_on)),
  'bodies', coalesce((select jsonb_agg(jsonb_build_object('role', 'member', 'key', ${key('o.name', 'o.id')}, 'name', o.name,
      'sector', o.sector, 'website', '', 'identifiers', '[]'::jsonb, 'note', '') order by o.name)
    from membership m join organisation o on o.authority_id = m.authority_id and o.id = m.organisation_id
    where m.authority_id = :authority and m.partnership_id = p.id), '[]'),
  'people', coalesce((select jsonb_agg(jsonb_build_object('role', a.role, 'substitute', false, 'substituteFor', '',
      'position', '', 'startsOn', null, 'endsOn', null, 'post', null, 'person', jsonb_build_object('key',
        ${key('n.name', 'n.id')}, 'name', n.name, 'honorific', '', 'kind', n.kind, 'ward', '', 'party', '')) order by a.id)
    from appointment a join person n on n.authority_id = a.authority_id and n.id = a.person_id
    where a.authority_id = :authority and a.involvement_id = i.id), '[]'),
  'commitments', coalesce((select jsonb_agg(jsonb_build_object('year', c.year, 'type', c.type, 'pence', c.pence, 'form', c.form,
      'budgeted', c.budgeted, 'days', null, 'note', '') order by c.year)
    from commitment c where c.authority_id = :authority and c.involvement_id = i.id), '[]'),
  'priorities', '[]'::jsonb, 'withheld', '[]'::jsonb)`
