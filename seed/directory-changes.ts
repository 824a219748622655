import type { DirectoryChange } from './shape.ts'

/** What happened to bodies and directorates over the two years, oldest first. */
export const directoryChanges: DirectoryChange[] = [
  {
    on: '2025-04-01',
    by: 'Magnus Eddery',
    why: 'Public health joined the directorate',
    authority: 'county',
    do: 'rename-directorate',
    directorate: 'Adult Social Care',
    name: 'Adults and Public Health',
  },
  {
    on: '2025-06-12',
    by: 'Imogen Sallow',
    why: 'The society’s members voted to join Emberlight in June 2025',
    authority: 'county',
    do: 'merge-bodies',
    body: 'marlbeck-refuge',
    into: 'emberlight',
  },
  {
    on: '2025-09-01',
    by: 'Imogen Sallow',
    why: 'It took on the Saltmere campus',
    authority: 'county',
    do: 'rename-body',
    body: 'college',
    name: 'Fenwold and Saltmere College',
  },
  {
    on: '2026-01-19',
    by: 'Imogen Sallow',
    authority: 'county',
    do: 'rename-body',
    body: 'food-bank',
    name: 'Brackwater Pantry Network',
  },
  {
    on: '2026-04-08',
    by: 'Fergus Lindqvist',
    why: 'New name on its letterhead',
    authority: 'borough',
    do: 'rename-directorate',
    directorate: 'Communities',
    name: 'Communities and Environment',
  },
]
