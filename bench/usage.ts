import { readdirSync, readFileSync } from 'node:fs'

/** What a process and its children have used: seconds of processor, megabytes held now and at most. */
export type Usage = { cpu: number; now: number; peak: number }

const ticksPerSecond = 100

/** Reads the kernel's own counts; null where there is no /proc. */
export function usageOf(pid: number, withChildren = false): Usage | null {
  try {
    const own = [pid, ...(withChildren ? childrenOf(pid) : [])].flatMap(each => countsOf(each) ?? [])
    return {
      cpu: own.reduce((sum, each) => sum + each.cpu, 0),
      now: own.reduce((sum, each) => sum + each.now, 0),
      peak: Math.max(...own.map(each => each.peak)),
    }
  } catch {
    return null
  }
}

function countsOf(pid: number): Usage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const megabytes = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024
    // Own time and that of children already gone.
    const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(stat[field]), 0)
    return { cpu: ticks / ticksPerSecond, now: megabytes('VmRSS'), peak: megabytes('VmHWM') }
  } catch {
    return null
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(each => {
      try {
        return Number(readFileSync(`/proc/${each}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]) === pid
      } catch {
        return false
      }
    })
}
