import assert from 'node:assert/strict'
import type { Client } from './client.ts'

const staff = '/wendleshire/staff'

/** Answers to every page of the registration form that asks for one. */
export function answersFor(directorate: string): Record<string, Record<string, string | string[]>> {
  return {
    you: { person_title: 'Community Safety Officer', role_in_partnership: 'Manager' },
    name: { name: 'Safer Wendleshire Partnership', kind: 'partnership' },
    purpose: { purpose: 'To keep people safe' },
    role: { lead_member: 'yes', representative: 'yes', directorate },
    councillors: {
      councillor_seats: '1',
      'representatives-0-id': '',
      'representatives-0-role': 'councillor',
      'representatives-0-person': 'Vacant',
    },
    officers: { officer_seats: '0' },
    plan: {},
    partners: { lead: '', 'partners-0-body': 'Wendleshire Police', 'partners-0-role': 'member' },
    money: {
      'money-0-year': '2026/27',
      'money-0-pounds': '5,605',
      'money-0-form': 'grant',
      'money-0-budgeted': 'yes',
    },
    'officer-time': {},
    'in-kind': {},
    risk: { risk_register: 'no', risk_register_reason: 'It is new', risk_manager: 'The manager' },
    answers: {},
  }
}

/** Begins a form. @returns its address */
export async function beginForm(client: Client, name = 'Safer Wendleshire Partnership'): Promise<string> {
  const begun = await client.fill(`${staff}/registrations/new`, { name, started_on: 'March 2019' })
  assert.equal(begun.status, 303, begun.text.slice(0, 500))
  return begun.location!
}

/** Fills in every page of a form. */
export async function fillForm(client: Client, form: string, directorate: string): Promise<void> {
  for (const [page, fields] of Object.entries(answersFor(directorate))) {
    let answer = await client.fill(`${form}/${page}`, fields)
    // A name nobody knows is asked about once.
    const unknown = /name="(name-organisation-\w+)"/.exec(answer.body)?.[1]
    if (unknown) answer = await client.fill(`${form}/${page}`, { ...fields, [unknown]: 'new' })
    assert.equal(answer.status, 303, `${page}: ${answer.text.slice(0, 400)}`)
  }
}

/** Begins, fills in and signs a form. @returns its address */
export async function signedForm(client: Client, directorate: string, name?: string): Promise<string> {
  const form = await beginForm(client, name)
  await fillForm(client, form, directorate)
  if (name) await client.fill(`${form}/name`, { name })
  const signed = await client.fill(`${form}/check`, { signed_name: 'Ann Lee' })
  assert.equal(signed.status, 303, signed.text.slice(0, 500))
  return form
}
