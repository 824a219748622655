import { newId } from '#src/domain/id.ts'
import { findOffer } from '#src/partnerships/entry/choices.ts'
import { check } from '#src/partnerships/entry/edit/save.ts'
import { addNames, recogniseNames } from '#src/partnerships/entry/names.ts'
import { findEntry } from '#src/partnerships/entry/queries.ts'
import { findExtras } from '#src/stages/register/extras.ts'
import { formPage, formPages } from '#src/stages/register/pages.ts'
import { findFiller, findRegistration, findSigning } from '#src/stages/register/queries.ts'
import { returnForm, sign } from '#src/stages/register/sign.ts'
import { answersHash, signedForm } from '#src/stages/register/signed.ts'
import { startRegistration } from '#src/stages/register/start.ts'
import { type Act, change } from '#src/trail/change.ts'
import { londonDay } from '#src/web/views.ts'
import { authorities } from '../county.ts'
import { forms, type SampleForm } from '../forms.ts'
import { actorAt, type Happening } from './act.ts'
import { idIn, type Place } from './place.ts'

/** The registration forms under way at an authority, each step on its day. */
export function formsOf(place: Place): Happening[] {
  return forms
    .filter(form => form.authority === place.key)
    .flatMap(form => {
      const id = newId()
      const keeper = authorities.find(each => each.key === place.key)!.keeper
      const step = (on: string, by: string, verb: string, work: Work): Happening => ({
        on,
        do: at =>
          change(
            place.db,
            { authority: place.id, by: actorAt(place, by), at, action: `involvement.${verb}` },
            act => work(act, at),
          ),
      })
      const { begun, signed, returned } = form
      return [
        step(begun, form.by, 'register', (act, at) => begin(act, place, form, id, at)),
        ...Object.keys(form.pages).map(page =>
          step(begun, form.by, 'fill-in', (act, at) => fillIn(act, place, form, id, page, at)),
        ),
        ...(signed ? [step(signed, form.by, 'submit', (act, at) => signIt(act, place, form, id, at))] : []),
        ...(returned
          ? [step(returned.on, keeper, 'send-back', (act, at) => giveBack(act, place, form, id, keeper, at))]
          : []),
      ]
    })
}

type Work = (act: Act, at: Date) => Promise<unknown>

const accountOf = (place: Place, name: string) => ({ id: idIn(place.accounts, name), name })

async function begin(act: Act, place: Place, form: SampleForm, id: string, at: Date) {
  const { id: accountId, name } = accountOf(place, form.by)
  const filler = await findFiller(act.trx, { accountId, name }, form.begun)
  const directorate = idIn(place.directorates, form.directorate)
  await startRegistration(act, place.id, { id, name: form.name, directorate }, filler, at)
}

async function open(act: Act, place: Place, id: string, at: Date) {
  const entry = await findEntry(act.trx, place.id, id)
  const registration = (await findRegistration(act.trx, entry))!
  const offer = await findOffer(act.trx, at)
  const extras = await findExtras(act.trx, place.id, entry, londonDay(at))
  return { entry, registration, offer, extras, pages: formPages(offer, entry, registration, []) }
}

async function fillIn(act: Act, place: Place, form: SampleForm, id: string, name: string, at: Date) {
  const { entry, registration, offer, pages } = await open(act, place, id, at)
  const page = formPage(pages, name)
  const typed = { ...page.shown(entry), ...form.pages[name] }
  if ('priorities' in typed) {
    const wanted = typed.priorities as string[]
    typed.priorities = offer.priorities.filter(each => wanted.includes(each.title)).map(each => each.id)
  }
  const read = check(page, typed)
  if (!read.ok) throw new Error(`${form.name}, ${name}: ${read.errors.map(each => each.text).join(' ')}`)
  const found = await recogniseNames(act.trx, [entry], page.names?.(read.value) ?? [], {})
  if (found.unknown.length > 0) throw new Error(`${form.name}: nobody knows ${found.unknown[0]!.name}`)
  const writer = act.on('involvement', id, entry.name)
  await page.write(writer, entry, read.value, await addNames(act, found))
  await writer.update('registration', registration.id, {
    pages_done: [...registration.pages_done, name].toSorted(),
  })
}

async function signIt(act: Act, place: Place, form: SampleForm, id: string, at: Date) {
  const { entry, registration, offer, extras } = await open(act, place, id, at)
  const { name } = authorities.find(each => each.key === place.key)!
  const { sections } = signedForm({ authority: name, entry, registration, offer, extras }, null)
  const seen = { state: registration.state, answers: answersHash(sections) }
  const account = accountOf(place, form.by)
  await sign(act, { id: place.id, name }, id, registration, seen, { name: form.by, account, at })
}

async function giveBack(act: Act, place: Place, form: SampleForm, id: string, keeper: string, at: Date) {
  const { entry, registration } = await open(act, place, id, at)
  const { id: signingId } = (await findSigning(act.trx, registration.id))!
  const { note, comments } = form.returned!
  await returnForm(
    act,
    entry,
    registration,
    { signingId, by: accountOf(place, keeper), at },
    { note, comments },
  )
}
