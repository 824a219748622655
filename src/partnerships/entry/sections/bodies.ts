import { z } from 'zod'
import type { Choice } from '#src/domain/words.ts'
import { normaliseName } from '#src/partnerships/import/names.ts'
import { writeRows } from './rows.ts'
import { chosen, line, needed, rowId } from './rules.ts'
import { section } from './section.ts'

const roles = [
  { value: 'member', label: 'Member' },
  { value: 'observer', label: 'Observer' },
] as const satisfies Choice[]

const schema = z.object({
  lead: line('The lead organisation'),
  accountable: line('The accountable body'),
  partners: z.array(
    z.object({
      id: rowId,
      body: needed('The name of the body', 'Enter the name of the body, or remove the row'),
      role: chosen(roles, 'Choose whether it is a member or an observer'),
      note: line('The note', 500),
    }),
  ),
})

/** The bodies in it, who leads and who answers for the money (PEO-7). */
export const bodies = () =>
  section({
    name: 'bodies',
    title: 'Partners',
    schema,
    inputs: [
      {
        name: 'lead',
        label: 'Lead organisation',
        type: 'text',
        suggest: 'organisations',
        stored: 'lead_organisation_id',
        hint: 'The body that leads it.',
      },
      {
        name: 'accountable',
        stored: 'accountable_body_id',
        label: 'Accountable body',
        type: 'text',
        suggest: 'organisations',
        hint: 'The body that answers for its money.',
      },
      {
        name: 'partners',
        label: 'Partners',
        type: 'list',
        noun: 'partner',
        stored: 'membership',
        columns: [
          { name: 'body', label: 'Name of the body', type: 'text', suggest: 'organisations' },
          { name: 'role', label: 'Takes part as', type: 'select', choices: roles },
          { name: 'note', label: 'Note', type: 'text', hint: 'A committee or contact, if you like.' },
        ],
      },
    ],
    shown: entry => ({
      lead: entry.lead_organisation?.name ?? '',
      accountable: entry.accountable_body?.name ?? '',
      partners: entry.memberships.map(({ id, name, role, note }) => ({ id, body: name, role, note })),
    }),
    rules: ({ partners = [] }) => {
      const first = new Map<string, number>()
      for (const [i, { body }] of partners.entries())
        first.set(normaliseName(body), first.get(normaliseName(body)) ?? i)
      return partners.flatMap(({ body }, i) =>
        first.get(normaliseName(body)) === i
          ? []
          : [{ field: `partners-${i}-body`, text: `${body} is here twice. Remove one of the two.` }],
      )
    },
    names: ({ lead = '', accountable = '', partners = [] }) =>
      [lead, accountable, ...partners.map(row => row.body)]
        .filter(Boolean)
        .map(name => ({ type: 'organisation', name })),
    async write(writer, entry, { lead, accountable, partners }, ids) {
      const idOf = (name: string) => (name ? ids('organisation', name) : null)
      await writer.update('partnership', entry.partnership_id, {
        ...(lead === undefined ? {} : { lead_organisation_id: idOf(lead) }),
        ...(accountable === undefined ? {} : { accountable_body_id: idOf(accountable) }),
      })
      if (!partners) return
      const wanted = new Map(partners.map(row => [idOf(row.body)!, row]))
      await writeRows(
        writer,
        'membership',
        entry.memberships,
        [...wanted].map(([organisation_id, { id, role, note }]) => ({
          id: entry.memberships.find(row => row.organisationId === organisation_id)?.id ?? id,
          cells: { organisation_id, role, note },
        })),
        { partnership_id: entry.partnership_id },
      )
    },
  })
