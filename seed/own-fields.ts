import type { OwnField } from './shape.ts'

/** Fields that authorities added to their own registers. */
export const ownFields: OwnField[] = [
  {
    authority: 'county',
    heading: 'Risk score',
    type: 'number',
    help: 'Likelihood times impact, from 1 to 25.',
  },
  {
    authority: 'county',
    heading: 'Last internal audit',
    type: 'partial-date',
    help: 'When internal audit last looked at it.',
  },
  {
    authority: 'county',
    heading: 'Scrutiny committee',
    type: 'choice',
    choices: ['Children', 'Adults and health', 'Place', 'Corporate'],
    help: 'The committee that may call it in.',
  },
  {
    authority: 'county',
    heading: 'Shares personal data',
    type: 'yes-no',
    help: 'Whether personal data passes between the partners.',
  },
  {
    authority: 'county',
    heading: 'Filed under',
    type: 'text',
    help: 'Where its papers are kept.',
  },
  {
    authority: 'borough',
    heading: 'Portfolio',
    type: 'choice',
    choices: ['Leader', 'Town centre', 'Communities', 'Housing', 'Finance'],
    help: 'The portfolio it falls under.',
  },
  {
    authority: 'borough',
    heading: 'Pays travel expenses',
    type: 'yes-no',
    help: 'Whether the body itself pays our representatives’ travel.',
  },
]
