import { z } from 'zod'
import { dateShown, line, lines, link, partialDate } from './rules.ts'
import { section } from './section.ts'

const schema = z.object({
  purpose: lines('The purpose'),
  statutory_basis: line('The statutory basis', 500),
  theme: line('The theme'),
  area: line('The area', 500),
  website: link('The website'),
  started_on: partialDate('The start'),
  ended_on: partialDate('The end', 'ended_on'),
  governing_document: line('The governing document', 500),
  governing_document_link: link('The link to the governing document'),
})

const anyDate = 'For example 4 March 2024, March 2024 or 2024.'

/** What it is for and what it works under (REG-1, GOV-2). */
export const about = () =>
  section({
    name: 'about',
    title: 'What it is for',
    schema,
    inputs: [
      { name: 'purpose', label: 'Purpose', type: 'long-text', hint: 'What it is for, in a few sentences.' },
      {
        name: 'statutory_basis',
        label: 'Statutory basis',
        type: 'text',
        hint: 'The law that requires or allows it, if any.',
      },
      { name: 'theme', label: 'Theme', type: 'text', hint: 'The subject it deals with.' },
      { name: 'area', label: 'Area', type: 'text', hint: 'The place it covers.' },
      { name: 'website', label: 'Website', type: 'text' },
      { name: 'started_on', label: 'Started', type: 'text', width: 'medium', hint: anyDate },
      {
        name: 'ended_on',
        label: 'Ended, or due to end',
        type: 'text',
        width: 'medium',
        hint: `${anyDate} Leave it empty if it has no end.`,
      },
      {
        name: 'governing_document',
        label: 'Governing document',
        type: 'text',
        hint: 'The agreement, terms of reference or memorandum it works under.',
      },
      { name: 'governing_document_link', label: 'Link to the governing document', type: 'text' },
    ],
    shown: entry => ({
      purpose: entry.purpose,
      statutory_basis: entry.statutory_basis,
      theme: entry.theme,
      area: entry.area,
      website: entry.website,
      started_on: dateShown(entry.started_on),
      ended_on: dateShown(entry.ended_on),
      governing_document: entry.governing_document,
      governing_document_link: entry.governing_document_link,
    }),
    rules: ({ started_on, ended_on }) =>
      started_on && ended_on && ended_on < started_on.slice(0, ended_on.length)
        ? [{ field: 'ended_on', text: 'The end must not be before the start. Check both dates.' }]
        : [],
    async write(writer, entry, value) {
      await writer.update('partnership', entry.partnership_id, value)
    },
  })
