import { answerLists } from './answer-words.ts'
import { assessmentLists } from './assessment-words.ts'
import { decisionLists } from './decision-words.ts'
import type { List } from './list-words.ts'
import { protocolLists } from './protocol-words.ts'
import { waiverLists } from './waiver-words.ts'

/** The lists of everything that is assessed, asked, proposed and decided under a protocol. */
export const consideredLists: Record<string, List> = {
  ...protocolLists,
  ...assessmentLists,
  ...answerLists,
  ...decisionLists,
  ...waiverLists,
}
