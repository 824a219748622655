import type { Field } from '#src/partnerships/fields.ts'
import { plainWords } from '../names.ts'

/** The stored value a word of a closed list means: by value, label or the words registers use. `sure` is false for words found inside a longer text. */
export function choiceFor(field: Field, text: string): { value: string; sure: boolean } | undefined {
  const same = field.choices?.find(choice => choice.value === text || choice.label === text)
  if (same) return { value: same.value, sure: true }
  const plain = plainWords(text)
  const words = wordsOf(field)
  const exact = words.get(plain)
  if (exact) return { value: exact, sure: true }
  const inside = [...words].filter(([word]) => word.length > 3 && ` ${plain} `.includes(` ${word} `))
  const longest = inside.sort((a, b) => b[0].length - a[0].length)[0]
  return longest && { value: longest[1], sure: false }
}

function wordsOf(field: Field): Map<string, string> {
  const words = new Map<string, string>()
  const add = (word: string, value: string) => {
    if (!words.has(plainWords(word))) words.set(plainWords(word), value)
  }
  const choices = field.choices ?? []
  for (const { value } of choices) add(value, value)
  for (const { value, label } of choices) add(label, value)
  for (const { value } of choices) for (const word of usual[field.name]?.[value] ?? []) add(word, value)
  return words
}

/** The words found in registers for the values of each list. */
const usual: Record<string, Record<string, readonly string[]>> = {
  stage: {
    considered: ['under consideration', 'considering', 'exploring', 'idea', 'scoping'],
    proposed: ['proposal', 'in development', 'developing', 'planned', 'pending', 'new'],
    approved: ['agreed', 'signed off', 'ready to start'],
    'in-place': [
      'live',
      'active',
      'current',
      'ongoing',
      'on going',
      'existing',
      'open',
      'operational',
      'established',
      'running',
      'continuing',
      'yes',
      'y',
    ],
    leaving: ['exiting', 'winding up', 'winding down', 'withdrawing', 'closing', 'notice given', 'exit'],
    ended: [
      'closed',
      'disbanded',
      'finished',
      'ceased',
      'inactive',
      'dissolved',
      'complete',
      'completed',
      'expired',
      'terminated',
      'dormant',
      'wound up',
      'historic',
      'no longer active',
      'no',
      'n',
    ],
    declined: ['rejected', 'refused', 'not approved'],
    'not-a-partnership': ['not partnership', 'out of scope'],
  },
  kind: {
    partnership: [
      'statutory partnership',
      'strategic partnership',
      'strategic',
      'operational partnership',
      'partnership board',
      'joint committee',
      'consortium',
      'statutory',
      'delivery partnership',
      'shared service',
    ],
    contract: [
      'contract',
      'contractual',
      'commissioned service',
      'service contract',
      'sla',
      'service level agreement',
    ],
    network: ['network', 'forum', 'working group', 'steering group', 'liaison group', 'consultative group'],
    mixed: ['mixed', 'hybrid', 'contract and partnership', 'part contract'],
    'outside-body': [
      'outside organisation',
      'external body',
      'charity',
      'trust',
      'company',
      'appointment to outside body',
    ],
  },
  tier: {
    significant: [
      'sig',
      'high',
      'key',
      'major',
      'yes',
      'y',
      'tier 1',
      'a',
      '1',
      'significant partnership',
      'strategic',
      'h',
    ],
    standard: [
      'medium',
      'med',
      'moderate',
      'tier 2',
      'b',
      '2',
      'normal',
      'm',
      'non significant',
      'not significant',
      'no',
      'n',
    ],
    light: ['low', 'minor', 'small', 'light touch', 'tier 3', 'c', '3', 'l', 'minimal'],
  },
  level: {
    'accountable-body': ['accountable', 'accountable partner', 'accountable authority'],
    lead: [
      'lead partner',
      'lead authority',
      'lead body',
      'leading',
      'lead agency',
      'chair',
      'host',
      'lead member',
    ],
    active: [
      'active',
      'active member',
      'partner',
      'full partner',
      'member',
      'full member',
      'participant',
      'core member',
    ],
    supporting: [
      'support',
      'supporter',
      'contributor',
      'contributing',
      'attendee',
      'observer',
      'representative',
      'advisory',
    ],
    'papers-only': [
      'papers only',
      'papers',
      'information only',
      'for information',
      'none',
      'receives papers',
      'minutes only',
    ],
  },
}
