import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDelimited } from './delimited.ts'

test('REG-7: a long file is read by its commas, wherever in it the first look at it ends', async () => {
  const money = '"2024/25: £100.00; 2025/26: £100.00; 2026/27: £100.00, budgeted"'
  const aims = (i: number) => `"${'Homes for all. '.repeat(30)}${', advice'.repeat((i * 7) % 23)}; repairs"`
  const lines = Array.from(
    { length: 3000 },
    (_, i) => `MC-${i},In place,Lead,Yes,No,2019,Housing,${aims(i)},${money}`,
  )
  for (const padding of [0, 20, 40, 60]) {
    const text = [
      'Reference,Status,Level,Lead,Seat,Started,Theme,Aims,Money',
      `${'x'.repeat(padding)},,,,,,,y,z`,
      ...lines,
    ].join('\r\n')
    const widths = new Set<number>()
    for await (const { cells } of openDelimited(new TextEncoder().encode(text), 'register.csv').rows())
      widths.add(cells.length)
    assert.deepEqual([...widths], [9], `with ${padding} letters before`)
  }
})
