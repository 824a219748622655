import type { AuthorityKey } from './shape.ts'

type Texts = Record<string, string | string[] | Record<string, string>[]>

/** A registration form under way: its pages as they were filled in, and what became of it. */
export type SampleForm = {
  authority: AuthorityKey
  name: string
  directorate: string
  by: string
  begun: string
  pages: Record<string, Texts>
  signed?: string
  returned?: { on: string; note: string; comments: Record<string, string> }
}

const councillor = (person: string) => ({
  id: '',
  role: 'councillor',
  person,
  post: '',
  position: '',
  stands_for: '',
  starts_on: '',
  ends_on: '',
  note: '',
})
const officer = (person: string, post: string) => ({ ...councillor(person), role: 'officer', post })
const holder = (person: string, post = '') => ({ id: '', person, post })
const partner = (body: string, role = 'member') => ({ id: '', body, role, note: '' })

/** One form begun, one signed and waiting for the keeper, one returned with comments. */
export const forms: SampleForm[] = [
  {
    authority: 'county',
    name: 'Wendleshire Falls Prevention Alliance',
    directorate: 'Adult Social Care',
    by: 'Verity Clough',
    begun: '2026-11-19',
    pages: {
      you: { role_in_partnership: 'Representative of adult social care' },
      name: { name: 'Wendleshire Falls Prevention Alliance', kind: 'partnership' },
      purpose: {
        purpose:
          'Helps older people stay on their feet: strength classes, safer homes, quick help after a fall.',
      },
    },
  },
  {
    authority: 'county',
    name: 'Warm Homes Wendleshire',
    directorate: 'Adult Social Care',
    by: 'Verity Clough',
    begun: '2026-11-09',
    signed: '2026-11-17',
    pages: {
      you: { role_in_partnership: 'Manager of the partnership' },
      name: { name: 'Warm Homes Wendleshire', kind: 'partnership' },
      purpose: {
        purpose:
          'Insulation, heating and advice for people whose cold homes make them ill, found through their doctors.',
      },
      role: { lead_member: 'yes', representative: 'yes', role_other: 'We hold the grant and report on it' },
      councillors: { councillor_seats: '1', representatives: [councillor('Cllr Dilwyn Prothero')] },
      officers: { officer_seats: '1', representatives: [officer('Verity Clough', '')] },
      plan: { priorities: ['Living well for longer', 'Ready for a changing climate'] },
      partners: {
        lead: 'Wendleshire County Council',
        partners: [
          partner('NHS Wendleshire Integrated Care Board'),
          partner('Wendle Vale Housing Association Limited'),
          partner('Later Life Wendleshire'),
          partner('Norfold Water plc', 'observer'),
        ],
      },
      money: {
        money: [
          {
            id: '',
            year: '2026/27',
            pounds: '84000',
            form: 'grant',
            budgeted: 'yes',
            note: 'Winter health grant',
          },
        ],
      },
      'officer-time': {
        officer_time: [{ id: '', year: '2026/27', note: 'Project officer, three days a week', days: '130' }],
      },
      'in-kind': { in_kind: [{ id: '', year: '2026/27', note: 'Two desks at Shire Hall' }] },
      risk: { risk_register: 'yes', risk_register_reason: '', risk_manager: 'The project officer' },
      answers: {
        sponsor: [holder('', 'Head of Integrated Commissioning')],
        performance_lead: [holder('Verity Clough')],
        manager: [holder('Verity Clough')],
      },
    },
  },
  {
    authority: 'county',
    name: 'Carers’ Breaks Consortium',
    directorate: 'Adult Social Care',
    by: 'Verity Clough',
    begun: '2026-10-26',
    signed: '2026-11-03',
    returned: {
      on: '2026-11-06',
      note: 'Nearly there. Two answers need a little more.',
      comments: {
        money: 'Is the £12,500 for this year alone? The cabinet report speaks of three years.',
        risk: 'Please say by when there will be a risk register.',
      },
    },
    pages: {
      you: { role_in_partnership: 'Representative' },
      name: { name: 'Carers’ Breaks Consortium', kind: 'partnership' },
      purpose: { purpose: 'Short breaks for people who care for someone at home, booked in one place.' },
      role: { lead_member: 'no', representative: 'yes', role_other: '' },
      councillors: { councillor_seats: '0', representatives: [] },
      officers: { officer_seats: '1', representatives: [officer('Verity Clough', '')] },
      plan: { priorities: ['Living well for longer'] },
      partners: {
        lead: 'Wendleshire Carers’ Circle',
        partners: [partner('Wendle Community Health NHS Trust'), partner('The Brackwater Larder')],
      },
      money: {
        money: [
          { id: '', year: '2026/27', pounds: '12500', form: 'subscription', budgeted: 'yes', note: '' },
        ],
      },
      'officer-time': { officer_time: [{ id: '', year: '2026/27', note: 'Half a day a month', days: '6' }] },
      'in-kind': { in_kind: [] },
      risk: {
        risk_register: 'no',
        risk_register_reason: 'The consortium is new and has not met on it yet.',
        risk_manager: 'Wendleshire Carers’ Circle',
      },
      answers: {
        sponsor: [holder('', 'Head of Integrated Commissioning')],
        performance_lead: [],
        manager: [holder('Verity Clough')],
      },
    },
  },
]
