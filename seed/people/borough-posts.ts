import type { Post } from '../shape.ts'

const corporate = 'Corporate Services'
const communities = 'Communities'
const regeneration = 'Regeneration and Planning'

/** The posts of the borough council. */
export const boroughPosts: Post[] = [
  { title: 'Leader of the Council', held: [{ by: 'Olive Pickersgill', from: '2023-05-17' }] },
  {
    title: 'Portfolio Holder for Town Centre',
    held: [
      { by: 'Rufus Tiplady', from: '2023-05-17', until: '2025-05-20' },
      { by: 'Noor Haversham', from: '2025-05-21' },
    ],
  },
  { title: 'Portfolio Holder for Communities', held: [{ by: 'Gwendolen Ashby', from: '2023-05-17' }] },
  {
    title: 'Chief Executive',
    directorate: corporate,
    held: [{ by: 'Constance Averill', from: '2020-06-01' }],
  },
  {
    title: 'Democratic Services Manager',
    directorate: corporate,
    held: [{ by: 'Fergus Lindqvist', from: '2018-09-03' }],
  },
  {
    title: 'Chief Finance Officer',
    directorate: corporate,
    held: [{ by: 'Harriet Nunn', from: '2021-04-06' }],
  },
  {
    title: 'Deputy Chief Executive',
    directorate: corporate,
    held: [{ by: 'Augustin Pell', from: '2022-02-07' }],
  },
  { title: 'Monitoring Officer', directorate: corporate, held: [{ by: 'Rufina Gale', from: '2021-09-20' }] },
  {
    title: 'Legal Services Manager',
    directorate: corporate,
    held: [{ by: 'Rufina Gale', from: '2019-05-13' }],
  },
  {
    title: 'Audit and Performance Manager',
    directorate: corporate,
    held: [{ by: 'Tilda Ormsby', from: '2020-01-13' }],
  },
  {
    title: 'Head of Communities',
    directorate: communities,
    held: [
      { by: 'Percival Stroud', from: '2015-10-05', until: '2026-01-30' },
      { by: 'Meera Lockhart', from: '2026-03-02' },
    ],
  },
  {
    title: 'Community Safety Officer',
    directorate: communities,
    held: [{ by: 'Dougal Firth', from: '2019-01-14' }],
  },
  {
    title: 'Leisure Contracts Manager',
    directorate: communities,
    held: [{ by: 'Sable Hargreave', from: '2021-07-05' }],
  },
  {
    title: 'Waste and Streets Manager',
    directorate: communities,
    held: [{ by: 'Amos Tredwell', from: '2017-02-20' }],
  },
  {
    title: 'Head of Regeneration',
    directorate: regeneration,
    held: [{ by: 'Isolde Marchetti', from: '2020-10-19' }],
  },
  {
    title: 'Building Control Manager',
    directorate: regeneration,
    held: [{ by: 'Norbert Cheyne', from: '2012-05-14' }],
  },
  {
    title: 'Conservation Officer',
    directorate: regeneration,
    held: [{ by: 'Briony Fairweather', from: '2019-11-04', until: '2026-03-31' }],
  },
]
