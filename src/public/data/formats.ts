/** The formats of a register, as the page about open data, the catalogue and the links of pages list them (REG-5). */
export const fileFormats = [
  {
    ending: 'csv',
    heading: 'CSV',
    mediaType: 'text/csv',
    type: 'text/csv; charset=utf-8',
    about: 'A table for any spreadsheet or program: a row for each entry, a column for each field.',
  },
  {
    ending: 'xlsx',
    heading: 'Excel',
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    about: 'The same table as a workbook, with a second sheet that says what each column means.',
  },
  {
    ending: 'json',
    heading: 'JSON',
    mediaType: 'application/json',
    type: 'application/json; charset=utf-8',
    about: 'For programs: people, posts and bodies as structure, by the names of the Popolo standard.',
  },
  {
    ending: 'atom',
    heading: 'Atom',
    mediaType: 'application/atom+xml',
    type: 'application/atom+xml; charset=utf-8',
    about: 'A feed of what was published, changed, ended or erased, newest first.',
  },
] as const
