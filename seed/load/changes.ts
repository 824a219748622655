import type { Act, Writer } from '#src/trail/change.ts'
import { change } from '#src/trail/change.ts'
import { plans } from '../plans.ts'
import type { Arrangement, Change } from '../shape.ts'
import { actorAt, type Happening } from './act.ts'
import { appoint } from './appointments.ts'
import { opened } from './directory.ts'
import { carryOver, involvementOf, linkPriorities, partnershipOf } from './facts.ts'
import { type Entry, idIn, type Place } from './place.ts'

/** What happened to an arrangement after it was entered. */
export function changesOf(place: Place, arrangement: Arrangement): Happening[] {
  return (arrangement.changes ?? []).map(each => ({
    on: each.on,
    do: at => {
      const entry = idIn(place.entries, arrangement.key)
      const what = {
        authority: place.id,
        by: actorAt(place, each.by),
        at,
        action: actionOf(each),
        why: each.why,
      }
      return change(place.db, what, act => apply(act, place, entry, each, at))
    },
  }))
}

/** In April, what is still in place is carried over to the year's new plan, in one act. */
export function carryOvers(place: Place, keeper: string): Happening[] {
  return plans
    .filter(plan => plan.authority === place.key && plan.adopted > opened)
    .slice(-1)
    .map(({ title, year }) => ({
      on: `${year.slice(0, 4)}-04-01`,
      do: at => {
        const by = actorAt(place, keeper)
        const why = `Carried over to ${title}`
        return change(
          place.db,
          { authority: place.id, by, at, action: 'involvement.edit', why },
          async act => {
            for (const entry of place.entries.values())
              if (entry.stage !== 'ended' && entry.stage !== 'declined')
                await carryOver(act.on('involvement', entry.id, entry.name), place, entry, at)
          },
        )
      },
    }))
}

function actionOf({ do: done }: Change): string {
  if (done === 'move') return 'involvement.move'
  if (done === 'confirm') return 'involvement.confirm'
  return 'involvement.edit'
}

async function apply(act: Act, place: Place, entry: Entry, each: Change, at: Date) {
  if (each.do === 'correct') entry.name = each.to.name ?? entry.name
  if (each.do === 'move') entry.stage = each.stage
  const writer = act.on('involvement', entry.id, entry.name)
  switch (each.do) {
    case 'correct':
      await writer.update('partnership', entry.partnershipId, partnershipOf(place, each.to))
      await writer.update('involvement', entry.id, involvementOf(place, entry, each.to))
      if (each.to.priorities) await linkPriorities(writer, place, entry, each.to.priorities, at)
      return
    case 'move':
      await writer.update('involvement', entry.id, { stage: each.stage })
      if (each.ended_on) await writer.update('partnership', entry.partnershipId, { ended_on: each.ended_on })
      return
    case 'appoint':
      return appoint(writer, place, entry, each.as, each.seat)
    case 'stand-down':
      for (const seat of entry.appointments.filter(
        seat => seat.role === each.as && seat.holder === each.holder,
      ))
        await writer.update('appointment', seat.id, { ends_on: each.until })
      return
    case 'pledge':
      return pledge(writer, entry, each)
    case 'join':
      return join(writer, place, entry, each)
    case 'leave':
      await writer.remove('membership', idIn(entry.members, each.body))
      entry.members.delete(each.body)
      return
    case 'confirm':
      await writer.update('involvement', entry.id, { confirmed_on: each.on })
  }
}

async function pledge(writer: Writer, entry: Entry, each: Extract<Change, { do: 'pledge' }>) {
  const { year, form, budgeted, note = '' } = each
  const pence = Math.round(each.pounds * 100)
  const standing = entry.money.get(`${year} ${form}`)
  if (standing) return writer.update('commitment', standing, { pence, budgeted })
  const row = {
    involvement_id: entry.id,
    year,
    type: 'money' as const,
    form,
    pence,
    budgeted,
    note,
    days: null,
  }
  entry.money.set(`${year} ${form}`, await writer.insert('commitment', row))
}

async function join(
  writer: Writer,
  place: Place,
  entry: Entry,
  each: Extract<Change, { do: 'join' | 'leave' }>,
) {
  const id = await writer.insert('membership', {
    partnership_id: entry.partnershipId,
    organisation_id: idIn(place.bodies, each.body),
    role: each.as === 'observer' ? 'observer' : 'member',
  })
  entry.members.set(each.body, id)
}
