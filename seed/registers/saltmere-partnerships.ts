import { fileURLToPath } from 'node:url'
import writeExcelFile, { type SheetData } from 'write-excel-file/node'

// Writes saltmere-partnerships.xlsx beside this file: run it after changing the rows.

/** Where the workbook stands. */
export const workbook = fileURLToPath(new URL('./saltmere-partnerships.xlsx', import.meta.url))

const bold = (value: string) => ({ value, fontWeight: 'bold' as const })
const day = (value: string) => ({ value: new Date(value), type: Date, format: 'dd/mm/yyyy' })
const pounds = (value: number) => ({ value, type: Number, format: '£#,##0' })
const sum = (value: string) => ({ value, type: 'Formula' as const })
/** A cell merged over the rows or columns after it; the cells it covers are left empty. */
const down = (value: string, rowSpan: number) => ({ value, rowSpan })
const across = (value: string, columnSpan: number) => ({ ...bold(value), columnSpan })

/** The sheet of partnerships: a title, notes, headings on the sixth row, merged directorates and a total. */
export const partnerships: SheetData = [
  [across('SALTMERE DISTRICT COUNCIL – REGISTER OF PARTNERSHIPS', 12)],
  [across('Last full update: Feb 2024 (N.B. some managers have still to reply)', 12)],
  [],
  [null, 'Return to M. Startin, Harbour House'],
  [],
  [
    bold('No'),
    bold('Directorate'),
    bold('Name of partnership'),
    bold('Type'),
    bold('Aims'),
    bold('Lead body'),
    bold('Partners'),
    bold('Council representative(s)'),
    bold('Lead officer'),
    bold('Funding 2024/25'),
    bold('Start date'),
    bold('Risk register Y/N'),
    bold('Comments'),
  ],
  [
    1,
    down('Coast and Communities', 4),
    'Saltmere Bay Coastal Change Partnership',
    'Partnership',
    'Planning for cliff erosion',
    'SDC',
    'National Rivers and Coast Office; Wendleshire CC; Norfold Water plc',
    'Cllr A Kittow (Leader)',
    'Delphine Rowsell',
    pounds(530000),
    day('2022-04-01'),
    'Y',
    'Ends Mar 27',
  ],
  [
    2,
    null,
    'Saltmere Community Safety Partnership (statutory)',
    'Partnership',
    'Crime & disorder',
    'SDC',
    'Police, Fire & Rescue, Probation and the ICB',
    'Cllr Nell Trevanion; Head of Coast and Communities',
    'Delphine Rowsell',
    '£21k',
    1998,
    'Yes',
    null,
  ],
  [
    3,
    null,
    'Harbour Users’ Forum',
    'Forum',
    'Talk to boat owners, anglers, swimmers',
    'Saltmere Harbour Commissioners',
    'Saltmere Sailing Club, Staithe Fishermen’s Association, Bluebell, Finch & Sons Boatyard Ltd',
    'TBC',
    'Vacant',
    'officer time only',
    'a long time ago',
    'No',
    'Does it still meet?',
  ],
  [
    4,
    null,
    'Warm Homes Saltmere – Delivery Group (sub-group of the County Energy Board)',
    'P/ship',
    'Insulation for hard-to-heat homes',
    'Wendleshire County Council',
    'Wendlevale Housing Assoc. Ltd\nLater Life Wendleshire\nas above',
    'Cllr Trevanion + 1 deputy',
    'Mungo Startin',
    'c. £15,000 pa',
    day('2023-10-16'),
    'n/a',
    'Formerly Affordable Warmth Group',
  ],
  [],
  [
    5,
    down('Growth and Assets', 3),
    'Marlbeck and Saltmere Shared Building Control',
    'Shared service',
    'Building regulations',
    'Marlbeck BC',
    'Marlbeck Borough Council',
    'n/a',
    'Sunniva Blake',
    pounds(118000),
    '1.10.12',
    'Yes – kept by Marlbeck',
    null,
  ],
  [
    6,
    null,
    'Harbour Quay Regeneration (Hobbs, Tarn & Daughters LLP)',
    'Contract',
    'Rebuild the fish market',
    null,
    'Hobbs, Tarn & Daughters LLP',
    null,
    'Sunniva Blake (01632 960312)',
    '£1,250,000 capital, then £40,000 a year for 3 years',
    'To start when funding confirmed',
    'Y',
    'Cabinet 12 Mar 2024 minute 88',
  ],
  [
    7,
    null,
    'Wendle Shared Procurement Service',
    'Shared service',
    'as above',
    'County',
    'Wendleshire County Council; Marlbeck Borough Council',
    'N/A',
    'Chief Finance Officer',
    '£18,450 + VAT',
    '2014',
    null,
    null,
  ],
  [null, null, null, null, null, null, null, null, bold('TOTAL'), sum('SUM(J7:J14)')],
  [],
  ['* Y = held by the lead body unless stated'],
]

/** The sheet of outside bodies: only names and people, as members keep it. */
export const outsideBodies: SheetData = [
  [bold('Outside bodies – who sits where')],
  [bold('Body'), bold('Member(s)'), bold('Until')],
  ['Ambrey Levels IDB', 'Cllrs Kittow and Trevanion, 1 vacancy', 'May 27'],
  ['Saltmere Lifeboat Friends', 'Cllr Nell Trevanion', day('2027-05-19')],
  ['Staithe Road Allotment Society (Plot 9)', 'Vacant', null],
  ['Wendleshire Wild Places Trust – Bittern Marsh Committee', 'as above', '?'],
]

if (import.meta.main) {
  await writeExcelFile([
    { data: partnerships, sheet: 'Partnerships' },
    { data: outsideBodies, sheet: 'Outside bodies' },
    { data: [['Glossary'], ['SDC', 'Saltmere District Council'], ['P/ship', 'Partnership']], sheet: 'Notes' },
  ]).toFile(workbook)
}
