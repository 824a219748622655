import type { Post } from '../shape.ts'

const office = 'Chief Executive’s Office'
const children = 'Children and Families'
const adults = 'Adult Social Care'
const place = 'Place and Environment'
const resources = 'Resources'

/** The posts of the county council. The Head of Community Safety has been vacant since September 2025. */
export const countyPosts: Post[] = [
  { title: 'Leader of the Council', held: [{ by: 'Ada Fernsby', from: '2021-05-20' }] },
  {
    title: 'Cabinet Member for Communities',
    held: [
      { by: 'Wilfred Ottaway', from: '2021-05-20', until: '2025-05-05' },
      { by: 'Hamish Tolland', from: '2025-05-22' },
    ],
  },
  { title: 'Cabinet Member for Children', held: [{ by: 'Cressida Vane', from: '2023-05-18' }] },
  { title: 'Cabinet Member for Adults and Health', held: [{ by: 'Dilwyn Prothero', from: '2021-05-20' }] },
  { title: 'Cabinet Member for Environment', held: [{ by: 'Edith Marchbanks', from: '2022-05-19' }] },
  { title: 'Cabinet Member for Highways', held: [{ by: 'Farouk Aldersey', from: '2023-05-18' }] },
  { title: 'Cabinet Member for Economy and Heritage', held: [{ by: 'Greta Hollins', from: '2024-05-16' }] },
  { title: 'Chief Executive', directorate: office, held: [{ by: 'Tobias Quill', from: '2019-09-02' }] },
  {
    title: 'Democratic Services Manager',
    directorate: office,
    held: [{ by: 'Isaac Thornbury', from: '2021-09-13' }],
  },
  {
    title: 'Partnerships Officer',
    directorate: office,
    held: [{ by: 'Imogen Sallow', from: '2022-01-10' }],
  },
  {
    title: 'Performance Manager',
    directorate: office,
    held: [
      { by: 'Clement Aske', from: '2016-04-04', until: '2025-02-28' },
      { by: 'Edmund Sayle', from: '2025-03-03' },
    ],
  },
  { title: 'Policy Officer', directorate: office, held: [{ by: 'Philippa Stote', from: '2023-06-05' }] },
  {
    title: 'Emergency Planning Manager',
    directorate: office,
    held: [{ by: 'Jonah Redfern', from: '2018-03-19' }],
  },
  {
    title: 'Head of Community Safety',
    directorate: office,
    held: [{ by: 'Desmond Pike', from: '2017-11-06', until: '2025-09-12' }],
  },
  {
    title: 'Director of Children and Families',
    directorate: children,
    held: [{ by: 'Marguerite Ansty', from: '2020-02-03' }],
  },
  {
    title: 'Safeguarding Partnerships Manager',
    directorate: children,
    held: [{ by: 'Saoirse Ní Dhálaigh', from: '2021-10-11' }],
  },
  {
    title: 'Youth Justice Service Manager',
    directorate: children,
    held: [{ by: 'Gideon Marsh', from: '2019-05-07' }],
  },
  {
    title: 'Head of Inclusion',
    directorate: children,
    held: [
      { by: 'Rosamund Ekweme', from: '2020-09-01', until: '2026-04-30' },
      { by: 'Lorcan Teasdale', from: '2026-06-01' },
    ],
  },
  {
    title: 'Director of Adult Social Care',
    directorate: adults,
    held: [{ by: 'Leopold Strand', from: '2018-01-08' }],
  },
  {
    title: 'Director of Public Health',
    directorate: adults,
    held: [{ by: 'Anjali Rook', from: '2021-03-01' }],
  },
  {
    title: 'Head of Integrated Commissioning',
    directorate: adults,
    held: [{ by: 'Yusuf Calloway', from: '2020-07-13' }],
  },
  {
    title: 'Commissioning Manager',
    directorate: adults,
    held: [{ by: 'Jocasta Merriman', from: '2022-11-07' }],
  },
  {
    title: 'Domestic Abuse Commissioning Lead',
    directorate: adults,
    held: [{ by: 'Verity Clough', from: '2022-04-04' }],
  },
  {
    title: 'Director of Place and Environment',
    directorate: place,
    held: [{ by: 'Barnaby Fitch', from: '2017-06-12' }],
  },
  { title: 'Head of Waste', directorate: place, held: [{ by: 'Rosalind Keane', from: '2019-02-04' }] },
  { title: 'Head of Highways', directorate: place, held: [{ by: 'Theo Marchmont', from: '2016-08-01' }] },
  {
    title: 'Flood Risk Manager',
    directorate: place,
    held: [{ by: 'Nia Gwilliam', from: '2020-11-02' }],
  },
  {
    title: 'Head of Economic Growth',
    directorate: place,
    held: [{ by: 'Ottilie Brand', from: '2021-01-04' }],
  },
  {
    title: 'Public Transport Manager',
    directorate: place,
    held: [{ by: 'Kwame Asante-Frost', from: '2018-10-01' }],
  },
  {
    title: 'Heritage and Museums Manager',
    directorate: place,
    held: [{ by: 'Łucja Wiśnicka', from: '2019-09-16' }],
  },
  {
    title: 'Landscape Partnership Manager',
    directorate: place,
    held: [{ by: 'Tamsin Wray', from: '2015-04-13' }],
  },
  {
    title: 'Director of Resources',
    directorate: resources,
    held: [{ by: 'Henrietta Lowe', from: '2020-01-06' }],
  },
  // The law wants one officer for the council's money, and here it is the director: one person in two posts.
  {
    title: 'Section 151 Officer',
    directorate: resources,
    held: [{ by: 'Henrietta Lowe', from: '2020-02-20' }],
  },
  {
    title: 'Finance Business Partner',
    directorate: resources,
    held: [{ by: 'Dorcas Whitby', from: '2023-01-16' }],
  },
  {
    title: 'Monitoring Officer',
    directorate: resources,
    held: [{ by: 'Callum Birkett', from: '2022-09-05' }],
  },
  {
    title: 'Head of Legal Services',
    directorate: resources,
    held: [{ by: 'Morwenna Tapp', from: '2021-06-14' }],
  },
  {
    title: 'Head of Procurement',
    directorate: resources,
    held: [{ by: 'Peregrine Holt', from: '2018-04-09' }],
  },
  {
    title: 'Internal Audit Manager',
    directorate: resources,
    held: [{ by: 'Alastair Penrose', from: '2014-07-07' }],
  },
  {
    title: 'Risk and Insurance Adviser',
    directorate: resources,
    held: [{ by: 'Beatrix Yarrow', from: '2021-11-15' }],
  },
  {
    title: 'Systems Administrator',
    directorate: resources,
    held: [{ by: 'Magnus Eddery', from: '2020-03-23' }],
  },
]
