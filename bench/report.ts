import { cpus, totalmem } from 'node:os'
import type { Load } from './load.ts'

/** One line of the table. Processor time is in milliseconds a request, memory in megabytes. */
export type Result = Load & {
  name: string
  who: string
  cpu?: number | undefined
  databaseCpu?: number | undefined
  peak?: number | undefined
}

/** Says what it is measured on. */
export function printMachine() {
  const [cpu] = cpus()
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${new Date().toISOString().slice(0, 10)}`,
  )
}

/** Prints the results of one register as a table in Markdown, each of the service's with its ratio to the bare one. */
export function printTable(
  title: string,
  results: Result[],
  process: { firstIn: number; startedIn: number; idle: number | undefined; peak: number | undefined },
) {
  console.log(`\n### ${title}\n`)
  const headings = [
    '',
    'who',
    'requests/s',
    'ratio',
    'p50 ms',
    'p99 ms',
    'bytes',
    'own CPU ms',
    'database CPU ms',
  ]
  console.log(`| ${headings.join(' | ')} |\n|${'---|'.repeat(2)}${'--:|'.repeat(headings.length - 2)}`)
  for (const result of results) {
    const bare = results.find(each => each.name === result.name && each.who === 'bare')
    const ratio =
      bare && result !== bare ? (result.requestsPerSecond / bare.requestsPerSecond).toFixed(2) : ''
    const cells = [
      result.name,
      result.who,
      result.requestsPerSecond.toFixed(result.requestsPerSecond < 10 ? 2 : 0),
      ratio,
      result.p50.toFixed(1),
      result.p99.toFixed(1),
      result.bytes.toLocaleString('en-GB'),
      result.cpu?.toFixed(2) ?? '',
      result.databaseCpu?.toFixed(2) ?? '',
    ]
    console.log(`| ${cells.join(' | ')} |`)
  }
  const { firstIn, startedIn, idle, peak } = process
  console.log(
    `\nReady in ${startedIn.toFixed(1)} s (${firstIn.toFixed(1)} s the first time); ${idle?.toFixed(0) ?? '?'} MB idle, ${peak?.toFixed(0) ?? '?'} MB at its peak.`,
  )
}
