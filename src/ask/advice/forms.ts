import { z } from 'zod'
import { dayOrNothing, line, lines } from '#src/web/inputs.ts'

/** Whom to ask, what about and by when. */
export const AskForm = z.object({
  to: z.enum(['team', 'person'], { error: 'Choose a team or a colleague' }),
  team: line('Team', 100),
  person: line('Name'),
  person_id: line('Name'),
  message: lines('What you ask'),
  due_on: dayOrNothing('Enter a whole date, like 31 3 2027'),
})

/** The advice itself. */
export const GiveForm = z.object({
  advice: lines('Your advice', 10_000).refine(text => text !== '', 'Write your advice'),
})
