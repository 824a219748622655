import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium } from 'playwright-core'

const cache = fileURLToPath(new URL('../../node_modules/.cache/concordat', import.meta.url))

/**
 * Starts a headless Chromium from its npm package, with the libraries and fonts of that package, so that nothing
 * need be installed by hand. CHROME_PATH names another browser.
 */
export async function startChromium(): Promise<Browser> {
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-pings',
  ]
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const { CHROME_PATH } = process.env
  if (CHROME_PATH) return chromium.launch({ executablePath: CHROME_PATH, args: [...quiet, ...asRoot] })
  const folder = await unpackedFolder()
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: [...quiet, '--no-sandbox', '--headless=shell', '--font-render-hinting=none'],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  })
}

// Unpacked beside the final place and moved there, so that a run that was stopped leaves nothing half done.
async function unpackedFolder(): Promise<string> {
  const folder = join(cache, 'chromium-147.0.0')
  if (existsSync(folder)) return folder
  await mkdir(cache, { recursive: true })
  const unpacking = await mkdtemp(join(cache, 'unpacking-'))
  const { AWS_EXECUTION_ENV, TMPDIR } = process.env
  // The package unpacks its libraries only where it believes itself on Amazon Linux, and into the temporary folder.
  Object.assign(process.env, { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', TMPDIR: unpacking })
  const { default: packaged } = await import('@sparticuz/chromium')
  await packaged.executablePath()
  restore({ AWS_EXECUTION_ENV, TMPDIR })
  await writeFile(
    join(unpacking, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
      <dir>${join(folder, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(cache, 'fonts')}</cachedir></fontconfig>`,
  )
  await rename(unpacking, folder).catch(() => rm(unpacking, { recursive: true }))
  return folder
}

function restore(variables: Record<string, string | undefined>) {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
