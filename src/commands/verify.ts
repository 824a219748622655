import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Refused } from '#src/errors.ts'
import { verifyPublications } from '#src/publish/verify.ts'
import { type Checkpoint, verifyTrail } from '#src/trail/verify.ts'
import type { Command } from './command.ts'
import { textOf, wordsOf } from './words.ts'

/**
 * Walks the trail and the public log. What it prints is a checkpoint itself: kept elsewhere and given again later, it shows whether
 * the end of a trail was cut off. Exit 1 when something does not hold.
 */
export const verify: Command = {
  options: { checkpoint: { type: 'string' }, json: { type: 'boolean' } },
  async run(words, { database, cwd, out, progress, err }) {
    wordsOf(words)
    const checkpoints = await readCheckpoints(textOf(words, 'checkpoint'), cwd)
    const { chains, broken: trail } = await verifyTrail(database, checkpoints, progress)
    const { logs, broken: published } = await verifyPublications(database)
    const broken = trail ?? published
    if (words.values.json) await out(`${JSON.stringify({ ok: broken === null, broken, chains, logs })}\n`)
    else {
      for (const { name, events, redacted, head } of chains)
        await out(
          `${name}: ${events} events${redacted ? `, ${redacted} redacted` : ''}, head ${head.seq}:${head.hash || 'none'}\n`,
        )
      for (const { name, acts, copies, head } of logs)
        await out(
          `${name} public log: ${acts} acts, ${copies} copies, head ${head.number}:${head.chain || 'none'}\n`,
        )
    }
    if (broken === null) return 0
    err(`${trail ? 'The trail' : 'What is published'} does not hold. ${broken}\n`)
    return 1
  },
}

async function readCheckpoints(given: string | undefined, cwd: string): Promise<Checkpoint[]> {
  if (given === undefined) return []
  const one = /^(?:([a-z0-9-]+):)?(\d+):([0-9a-f]{64})$/.exec(given)
  if (one) return [{ name: one[1], seq: Number(one[2]), hash: one[3]! }]
  const text = await readFile(resolve(cwd, given), 'utf8').catch(() => {
    throw new Refused(`‘${given}’ is neither SEQ:HASH nor a file that can be opened.`)
  })
  const found = [...text.matchAll(/^([a-z0-9-]+): .*head (\d+):([0-9a-f]{64})$/gm)]
  if (found.length === 0) throw new Refused(`The file ${given} holds no line that verify printed.`)
  return found.map(([, name, seq, hash]) => ({ name, seq: Number(seq), hash: hash! }))
}
