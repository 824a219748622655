import {
  answerAll,
  draftProposal,
  fillCommittee,
  fillRole,
  personWith,
  submitAs,
  type TestPerson,
} from './proposals.ts'
import type { World } from './world.ts'

type Others = Parameters<typeof fillRole>[3]

/** Proposals of the county that were submitted, with the people who decide on them. */
export function useApproval(world: World) {
  return {
    /** A light one, which the head of service decides within £10,000 a year. @param others who else fills the post */
    async light(others: Others = [], given: { name?: string } = {}) {
      const proposer = await personWith(world, 'Pat Proposer')
      const head = await personWith(world, 'Hal Head')
      await fillRole(world, 'head-of-service', 'Head of Places', [{ person: head }, ...others], {
        limit: 10_000,
      })
      const proposal = await draftProposal(world, proposer, given)
      await answerAll(world, proposal)
      const id = await submitAs(world, proposer, proposal)
      return { proposer, head, proposal, path: proposal.path, id }
    },

    /** A significant one with unbudgeted money: law and conduct, then money, then Cabinet. @param both holds both posts of the first step */
    async significant(both?: TestPerson) {
      const proposer = await personWith(world, 'Pat Proposer')
      const legal = both ?? (await personWith(world, 'Lou Law'))
      const monitoring = both ?? (await personWith(world, 'Mo Officer'))
      const finance = await personWith(world, 'Fin Finance')
      const clerk = await personWith(world, 'Cle Clerk')
      await fillRole(world, 'legal-services', 'Head of Law', [{ person: legal }])
      await fillRole(world, 'monitoring-officer', 'Head of Governance', [{ person: monitoring }])
      await fillRole(world, 'section-151', 'Director of Finance', [{ person: finance }])
      await fillRole(world, 'chief-executive', 'Chief Executive', [], { limit: null })
      await fillCommittee(world, 'cabinet', 'Cabinet', [clerk])
      const proposal = await draftProposal(world, proposer)
      await answerAll(world, proposal, {
        'significance.money-a-year': 120_000,
        'significance.money-total': 360_000,
        'case.in-budget': 'no',
        'exposure.main-risks': 'Costs may rise\nA partner may leave',
      })
      const id = await submitAs(world, proposer, proposal)
      return { proposer, legal, monitoring, finance, clerk, proposal, path: proposal.path, id }
    },
  }
}
