import type { Post } from '../shape.ts'

export const districtPosts: Post[] = [
  { title: 'Leader of the Council', held: [{ by: 'Ambrose Kittow', from: '2022-05-18' }] },
  {
    title: 'Head of Coast and Communities',
    directorate: 'Coast and Communities',
    held: [{ by: 'Delphine Rowsell', from: '2019-08-05' }],
  },
  {
    title: 'Partnerships and Policy Officer',
    directorate: 'Coast and Communities',
    held: [{ by: 'Mungo Startin', from: '2022-02-14' }],
  },
  {
    title: 'Head of Growth',
    directorate: 'Growth and Assets',
    held: [{ by: 'Sunniva Blake', from: '2021-06-07' }],
  },
]

export const policePosts: Post[] = [
  {
    title: 'Assistant Chief Constable (Local Policing)',
    directorate: 'Local Policing',
    held: [{ by: 'Oriel Stanhope', from: '2022-10-03' }],
  },
  {
    title: 'Head of Partnerships',
    directorate: 'Local Policing',
    held: [
      { by: 'Lionel Garside', from: '2018-01-15', until: '2025-10-31' },
      { by: 'Marisol Trent', from: '2025-11-03' },
    ],
  },
  {
    title: 'Head of Offender Management',
    directorate: 'Crime and Justice',
    held: [{ by: 'Bartholomew Ince', from: '2021-09-06' }],
  },
]

export const healthPosts: Post[] = [
  {
    title: 'Director of Strategy and Partnerships',
    directorate: 'Strategy and Partnerships',
    held: [{ by: 'Ngaire Whitlock', from: '2022-07-01' }],
  },
  {
    title: 'Governance Manager',
    directorate: 'Strategy and Partnerships',
    held: [{ by: 'Silas Bramhall', from: '2022-07-01' }],
  },
  {
    title: 'Chief Nurse',
    directorate: 'Nursing and Quality',
    held: [{ by: 'Efua Danquah-Lee', from: '2023-01-09' }],
  },
]

export const voluntaryPosts: Post[] = [
  {
    title: 'Chief Officer',
    directorate: 'Sector Support',
    held: [{ by: 'Primrose Adeyinka', from: '2017-03-06' }],
  },
  {
    title: 'Partnerships Coordinator',
    directorate: 'Sector Support',
    held: [{ by: 'Caspian Rowe', from: '2023-09-04' }],
  },
]

export const refugePosts: Post[] = [
  {
    title: 'Chief Executive',
    directorate: 'Services',
    held: [{ by: 'Josephine Larkspur', from: '2019-04-01' }],
  },
  {
    title: 'Head of Refuge Services',
    directorate: 'Services',
    held: [{ by: 'Tansy Okonjo', from: '2021-02-01' }],
  },
]
