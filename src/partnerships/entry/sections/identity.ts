import { z } from 'zod'
import { kinds } from '#src/domain/words.ts'
import { chosen, line, names, needed } from './rules.ts'
import { section } from './section.ts'

const schema = z.object({
  name: needed('The name', 'Enter the name it is known by'),
  former_names: names('Former names'),
  kind: chosen(kinds, 'Choose what it is'),
  council_reference: line('Our own number', 100),
})

/** What it is called and what kind of arrangement it is (REG-1, DEF-4). */
export const identity = () =>
  section({
    name: 'identity',
    title: 'Name and kind',
    schema,
    inputs: [
      { name: 'name', label: 'Name', type: 'text', alike: true },
      { name: 'former_names', label: 'Former names', type: 'long-text', hint: 'One name on each line.' },
      { name: 'kind', label: 'What is it?', type: 'radios', choices: kinds },
      {
        name: 'council_reference',
        label: 'Our own number',
        type: 'text',
        width: 'medium',
        hint: 'A number from an earlier list or filing system.',
      },
    ],
    shown: entry => ({
      name: entry.name,
      former_names: entry.former_names.join('\n'),
      kind: entry.kind,
      council_reference: entry.council_reference,
    }),
    async write(writer, entry, { council_reference, ...shared }) {
      await writer.update('partnership', entry.partnership_id, shared)
      await writer.update('involvement', entry.id, { council_reference })
    },
  })
