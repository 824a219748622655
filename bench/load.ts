import { Agent, type IncomingHttpHeaders, request } from 'node:http'

/** One request of a measurement. */
export type Ask = { path: string; method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string }
export type Load = {
  requestsPerSecond: number
  p50: number
  p99: number
  /** Of one answer's body, on average. */
  bytes: number
  requests: number
  seconds: number
}

/**
 * Asks over and over on so many kept-open connections, each waiting for its answer before it asks again.
 * @param next the n-th request
 * @param until how long to go on, in milliseconds
 * @throws Error when an answer's status is not the expected one: a fast error page is no result
 */
export async function load(
  base: string,
  next: (n: number) => Ask,
  { connections = 16, until = 5000, expect = 200 } = {},
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const waits: number[] = []
  let bytes = 0
  let n = 0
  const start = performance.now()
  const end = start + until
  const one = async () => {
    while (performance.now() < end) {
      const ask = next(n++)
      const asked = performance.now()
      const answer = await send(base, ask, agent)
      if (answer.status !== expect)
        throw new Error(
          `${ask.method ?? 'GET'} ${ask.path} answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`,
        )
      waits.push(performance.now() - asked)
      bytes += answer.body.length
    }
  }
  await Promise.all(Array.from({ length: connections }, one))
  agent.destroy()
  const seconds = (performance.now() - start) / 1000
  const sorted = waits.sort((a, b) => a - b)
  return {
    requestsPerSecond: sorted.length / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    bytes: Math.round(bytes / sorted.length),
    requests: sorted.length,
    seconds,
  }
}

/** One request and its whole answer. */
export function send(base: string, ask: Ask, agent?: Agent) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const req = request(
      base + ask.path,
      { method: ask.method ?? 'GET', headers: ask.headers ?? {}, ...(agent ? { agent } : {}) },
      res => {
        const chunks: Buffer[] = []
        res.on('data', chunk => chunks.push(chunk))
        res.on('end', () =>
          resolve({ status: res.statusCode!, headers: res.headers, body: Buffer.concat(chunks) }),
        )
        res.on('error', reject)
      },
    )
    req.on('error', reject)
    req.end(ask.body)
  })
}

const percentile = (sorted: number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
