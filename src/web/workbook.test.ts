import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import type { Worker } from 'node:worker_threads'
import { writeWorkbook } from './workbook.ts'

test('the thread that makes a workbook has ended when the workbook is there', async () => {
  const started = once(process, 'worker') as Promise<[Worker]>
  const headings = [{ heading: 'Name', width: 10 }]
  await writeWorkbook([{ name: 'Register', headings, rows: [[['Alder']]] }])
  const [worker] = await started
  assert.equal(worker.threadId, -1)
})
