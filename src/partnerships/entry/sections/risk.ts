import { z } from 'zod'
import { line, lines, yesNo, yesNoShown, yesOrNo } from './rules.ts'
import { section } from './section.ts'

const schema = z.object({
  risk_register: yesNo('Choose whether a risk register is held'),
  risk_register_reason: lines('The reason', 2000),
  risk_manager: line('Who manages risk'),
})

/** Whether a risk register is held, why not, and who manages risk (REG-2, RSK-6). */
export const risk = () =>
  section({
    name: 'risk',
    title: 'Risk',
    schema,
    inputs: [
      {
        name: 'risk_register',
        label: 'Is a risk register held?',
        type: 'radios',
        choices: [...yesOrNo, { value: '', label: 'Not known' }],
      },
      {
        name: 'risk_register_reason',
        label: 'Why not?',
        type: 'long-text',
        hint: 'Needed where no risk register is held.',
      },
      {
        name: 'risk_manager',
        label: 'Who manages risk?',
        type: 'text',
        suggest: 'holders',
        hint: 'A person, a post or a body.',
      },
    ],
    shown: entry => ({
      risk_register: yesNoShown(entry.risk_register),
      risk_register_reason: entry.risk_register_reason,
      risk_manager: entry.risk_manager,
    }),
    rules: ({ risk_register, risk_register_reason }) =>
      risk_register === false && !risk_register_reason
        ? [{ field: 'risk_register_reason', text: 'Say why no risk register is held' }]
        : [],
    async write(writer, entry, value) {
      await writer.update('involvement', entry.id, value)
    },
  })
