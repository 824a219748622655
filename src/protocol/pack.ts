import { z } from 'zod'
import { kinds, stages } from '#src/domain/words.ts'
import { condition } from './conditions.ts'
import { question } from './question-shape.ts'
import { cited, gate, id, text, tierWord, whole, yes } from './shapes.ts'
import { model } from './significance-shape.ts'

const document = z.strictObject({
  id: z.string().min(1).describe('The short name by which clauses cite it'),
  title: text.describe('Its full title'),
  by: text.describe('Who wrote it'),
  date: z.string().optional().describe('When, as far as it is known: 2009, 2009-07 or 2009-07-14'),
})

const statement = z.strictObject({
  id,
  heading: text.optional().describe('A heading above it'),
  text: text.describe('What the authority says'),
  ...cited,
})

const outcome = z.strictObject({
  id: z.enum(kinds.map(kind => kind.value)).describe('The kind of arrangement this outcome finds'),
  if: condition.describe('When it is found; the first outcome that holds counts'),
  means: text.describe('What it means'),
  next: text.describe('Where it goes next'),
  ...cited,
})

const definition = z.strictObject({
  set: id.describe('The question set of the guided test'),
  features: id.describe(
    'The question set of the usual features; one that is missing is advice, never a refusal',
  ),
  covers: z
    .array(z.enum(kinds.map(kind => kind.value)))
    .min(1)
    .describe('The kinds to which route, tier and requirements apply'),
  outcomes: z.array(outcome).min(1).describe('The outcomes, in the order in which they are tried'),
  unsure: z
    .strictObject({
      means: text.describe('What it means'),
      next: text.describe('Where it goes next'),
      ...cited,
    })
    .describe('When every question is answered and no outcome holds: take advice'),
})

const set = z.strictObject({
  id,
  title: text.describe('The heading of its page'),
  use: z
    .enum(['test', 'entry', 'register', 'running', 'review', 'exit'])
    .describe('When it is asked. Those of `entry` make the proposal'),
  intro: text.optional().describe('A sentence above the questions'),
  tiers: z.array(tierWord).min(1).optional().describe('The tiers in which it is asked; all, where left out'),
  questions: z.array(question).min(1).describe('The questions, in the order in which they are asked'),
  ...cited,
})

const decider = z.strictObject({
  id: id.describe('The role that decides: a post or a committee'),
  if: condition
    .optional()
    .describe('When it has to decide; the sentence of the condition is the reason shown'),
  why: text.optional().describe('The reason shown where there is no condition'),
  ...cited,
})

const group = z.strictObject({
  id,
  title: text.describe('What the step is called'),
  need: z.enum(['all', 'any']).describe('Whether all of its deciders must agree, or any one'),
  if: condition.optional().describe('When the step is on the route'),
  deciders: z.array(decider).min(1).describe('Who decides'),
  delegated: yes
    .optional()
    .describe('A post that decides here needs the power under the scheme of delegation'),
  days: whole
    .optional()
    .describe('Days without a decision after which it is escalated; 14 where left out. None ever approves'),
  ...cited,
})

const requirement = z.strictObject({
  id,
  says: text.describe('What must be so'),
  gate: gate.describe(
    'What happens where it is not so: `block` refuses the next stage, `advise` says so, `off` is silent',
  ),
  by: z
    .enum(stages.map(stage => stage.value))
    .describe('The stage that needs it. Before, it is due; from then on it is missing'),
  if: condition.optional().describe('When it is required at all'),
  tiers: z
    .array(tierWord)
    .min(1)
    .optional()
    .describe('The tiers in which it is required; all, where left out'),
  met: condition.describe('When it is met'),
  ...cited,
})

const role = z.strictObject({
  id,
  title: text.describe('What it is called'),
  as: z
    .enum(['post', 'committee', 'team', 'part'])
    .describe('A post and a committee can decide, a team advises, a part is played in a partnership'),
  does: z.array(text).optional().describe('What it answers for'),
  instead: id.optional().describe('The role that decides where this one made the proposal itself'),
  ...cited,
})

const reviews = z.strictObject({
  months: z
    .strictObject({
      significant: whole.describe('For a significant one'),
      standard: whole.describe('For a standard one'),
      light: whole.describe('For a light one'),
    })
    .describe('Months from one review to the next, by tier'),
  weak: whole.describe('Months to the next review after a weak one'),
  ...cited,
})

const risk = z.strictObject({
  likelihood: z.array(text).min(2).describe('The steps of likelihood, from least to most'),
  impact: z.array(text).min(2).describe('The steps of impact, from least to most'),
  bands: z
    .array(
      z.strictObject({
        id: z.enum(['low', 'medium', 'high']).describe('The level'),
        from: whole.describe('The lowest score, likelihood times impact'),
        months: whole.describe('Months from one look at the risks to the next'),
      }),
    )
    .min(1)
    .describe('From the lowest score to the highest'),
  ...cited,
})

const material = z.strictObject({
  id: z.string().describe('The fact'),
  percent: whole.optional().describe('For a number: a smaller change than this share of it does not count'),
  ...cited,
})

const report = z.strictObject({
  id,
  title: text.describe('Which paper this is'),
  headings: z
    .array(z.strictObject({ id, title: text.describe('The heading') }))
    .min(1)
    .describe('In the order of the paper'),
  ...cited,
})

/** A whole pack: what a file holds once it stands on its base. */
export const pack = z.strictObject({
  id,
  title: text.describe('The name of the protocol'),
  by: text.describe('Whose protocol it is'),
  version: text.describe('Its version, as its author counts'),
  date: z.iso.date().describe('The day this version was made'),
  about: text.describe('Two or three sentences on what it is made from'),
  extends: id.optional().describe('The built-in pack it adds to. It may add and tighten; it may not reword'),
  sources: z.array(document).describe('The documents that its clauses cite, as document / heading / item'),
  terms: z
    .record(z.string().regex(/^[a-z][a-z0-9_]*$/), text)
    .describe('What a placeholder such as {cabinet} reads as'),
  policy: z.array(statement).describe('The policy statement'),
  definition: definition.describe('The definition test'),
  significance: z
    .strictObject({
      models: z.array(model).min(1).describe('The models, oldest first. The last one in force counts'),
    })
    .describe('The test of significance'),
  sets: z.array(set).describe('The question sets'),
  route: z.array(group).describe('The steps of approval, in order'),
  requirements: z.array(requirement).describe('What must be so, and by when'),
  material: z
    .array(material)
    .describe(
      'The facts an approval rests on: when one moves, it is out of date, and significance is looked at again',
    ),
  reviews: reviews.describe('The review cycle'),
  roles: z.array(role).describe('Posts, committees, teams and the parts people play'),
  risk: risk.describe('The risk matrix'),
  reports: z.array(report).describe('The headings of decision reports'),
})

export type Pack = z.infer<typeof pack>
export type QuestionSet = z.infer<typeof set>
export type Requirement = z.infer<typeof requirement>
export type Role = z.infer<typeof role>
export type Group = z.infer<typeof group>

// An item of an overlay may be new, and then it is whole, or be known by its id and say only what it tightens.
const known = <Shape extends z.ZodRawShape & { id: z.ZodType }>(item: z.ZodObject<Shape, z.core.$strict>) =>
  item.partial().extend({ id: item.shape.id })
// Sets, questions and steps have an order: a new one goes last, or before one that is named.
const placed = {
  before: id.optional().describe('For a new item of an overlay: the inherited one it goes before'),
}

const told = <Schema extends z.ZodType>(schema: Schema, as: { description?: string | undefined }): Schema =>
  schema.describe(as.description ?? '')

/** What a file may hold. What it leaves out it inherits; whether all is there is asked once it stands on its base. */
export const packFile = pack
  .extend({
    definition: told(
      definition.extend({ outcomes: told(z.array(known(outcome)), definition.shape.outcomes) }).partial(),
      pack.shape.definition,
    ),
    sets: told(
      z.array(
        known(
          set.extend({ questions: told(z.array(known(question).extend(placed)), set.shape.questions) }),
        ).extend(placed),
      ),
      pack.shape.sets,
    ),
    route: told(
      z.array(
        known(group.extend({ deciders: told(z.array(known(decider)), group.shape.deciders) })).extend(placed),
      ),
      pack.shape.route,
    ),
    requirements: told(z.array(known(requirement)), pack.shape.requirements),
    reviews: told(
      reviews.extend({ months: told(reviews.shape.months.partial(), reviews.shape.months) }).partial(),
      pack.shape.reviews,
    ),
    material: told(z.array(known(material)), pack.shape.material),
    roles: told(z.array(known(role)), pack.shape.roles),
  })
  .partial()
  .required({ id: true, title: true, by: true, version: true, date: true, about: true })
  .meta({ title: 'A protocol pack', description: 'docs/protocol.md tells how to write one.' })

export type PackFile = z.infer<typeof packFile>
