import type { SampleProposal } from './proposal-shape.ts'
import { decided } from './proposals-decided.ts'
import { deciding } from './proposals-deciding.ts'
import { drafts } from './proposals-drafted.ts'

/** Everything that was proposed in the county, the oldest decisions first. */
export const proposals: SampleProposal[] = [...decided, ...deciding, ...drafts]
