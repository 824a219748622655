import { z } from 'zod'
import type { Here } from '#src/accounts/here.ts'
import { formatDate } from '#src/domain/dates.ts'
import { type Choice, kinds, stages } from '#src/domain/words.ts'
import type { Since } from '#src/partnerships/began.ts'
import type { Offer } from '../choices.ts'
import { chosen, lines, needed, oneOf, partialDate } from '../sections/rules.ts'
import type { Input } from '../sections/section.ts'

/** Where an entry may start: nothing starts as ended or declined but by an import. */
const startingStages = stages.filter(stage => ['in-place', 'considered'].includes(stage.value))

/** @param directorates those the person may add to; `free` where none at all will do as well */
export function addForm(directorates: Offer['directorates'], free: boolean) {
  const choices: Choice[] = directorates.map(({ id, name }) => ({ value: id, label: name }))
  const directorate = oneOf(choices, 'Choose a directorate from the list')
  return z.object({
    name: needed('The name', 'Enter the name it is known by'),
    kind: chosen(kinds, 'Choose what it is'),
    stage: chosen(startingStages, 'Choose whether it is in place'),
    purpose: lines('The purpose'),
    directorate: free
      ? directorate
      : directorate.refine(id => id !== null, 'Choose your directorate: you may add entries for it alone'),
    started_on: partialDate('The start'),
  })
}

/** What is said where the start is asked: from when on a partnership is proposed instead (APP-2). */
export function startHint({ adopted, day }: Since): string {
  const from = adopted
    ? `A partnership that began on ${formatDate(day)} or later`
    : 'A partnership that is still to begin'
  return `For example 4 March 2024, March 2024 or 2024. ${from} is proposed and approved first.`
}

/** What the form asks, with the same directorates as its rules. */
export function addInputs(directorates: Offer['directorates'], free: boolean, since: Since): Input[] {
  const choices = directorates.map(({ id, name }) => ({ value: id, label: name }))
  return [
    { name: 'name', label: 'What is it called?', type: 'text', alike: true },
    { name: 'kind', label: 'What is it?', type: 'radios', choices: kinds },
    { name: 'stage', label: 'Is it in place?', type: 'radios', choices: startingStages },
    { name: 'purpose', label: 'What is it for? (optional)', type: 'long-text', hint: 'In a few sentences.' },
    {
      name: 'directorate',
      label: free ? 'Which directorate answers for it? (optional)' : 'Which directorate answers for it?',
      type: 'select',
      choices: [{ value: '', label: free ? 'Not said' : 'Choose' }, ...choices],
    },
    {
      name: 'started_on',
      label: 'When did it start?',
      type: 'text',
      width: 'medium',
      hint: startHint(since),
    },
  ]
}

/** Where what is new is assessed and then proposed, with the name that was typed. */
export function proposeAddress({ authority }: Here, name: string): string {
  return `/${authority.slug}/staff/assessments/new?${new URLSearchParams({ name })}`
}
