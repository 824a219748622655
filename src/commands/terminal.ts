import { once } from 'node:events'

/** Where a command's words go: this process's own output, with a progress bar where it is a terminal. */
export function terminal() {
  let drawn = 0
  const clear = () => {
    if (drawn > 0) process.stderr.write('\r\x1b[K')
    drawn = 0
  }
  return {
    tty: process.stderr.isTTY === true,
    async out(text: string | Uint8Array) {
      clear()
      if (!process.stdout.write(text)) await once(process.stdout, 'drain')
    },
    err(text: string) {
      clear()
      process.stderr.write(text)
    },
    progress(done: number, of: number) {
      const now = Date.now()
      if (process.stderr.isTTY !== true || of <= 0 || (now - drawn < 100 && done < of)) return
      drawn = now
      const share = Math.min(1, done / of)
      const bar = '█'.repeat(Math.round(share * 30)).padEnd(30, '░')
      process.stderr.write(`\r${bar} ${Math.floor(share * 100)}%`)
      if (done >= of) clear()
    },
  }
}
