import { createHash } from 'node:crypto'
import { accessSync, constants, mkdirSync, rmSync, statSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Refused } from '#src/errors.ts'

/**
 * Holds a data folder for one process: a listening socket in it. A socket left by a killed process answers nobody
 * and is taken over; a pid file would bar the restart of a killed container.
 * @param serve answers whoever connects: commands are handed to the running process this way
 * @throws Refused when another process holds the folder
 */
export async function holdFolder(dataDir: string, serve: (socket: Socket) => void): Promise<Server> {
  makeFolder(dataDir)
  const path = socketPath(dataDir)
  const running = await reachHolder(dataDir)
  if (running) {
    running.destroy()
    throw heldBy(dataDir)
  }
  if (process.platform !== 'win32') rmSync(path, { force: true })
  const server = createServer(serve)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve)).catch(
    () => {
      throw new Refused(`The data folder ${dataDir} cannot be locked. Check that it can be written.`)
    },
  )
  server.unref()
  if (await lostAtOnce(path)) throw heldBy(dataDir)
  return server
}

const heldBy = (dataDir: string) =>
  new Refused(`Another Concordat is running on ${dataDir}. Stop it first, or give this one its own DATA_DIR.`)

// Of two that start in the same moment both find nobody, and the later one replaces the socket of the earlier.
async function lostAtOnce(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false
  const { ino } = statSync(path)
  await setTimeout(150)
  return statSync(path, { throwIfNoEntry: false })?.ino !== ino
}

/** A connection to the process that holds the folder, or null where none runs. */
export function reachHolder(dataDir: string): Promise<Socket | null> {
  return new Promise(resolve => {
    const socket = connect(socketPath(dataDir))
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(null))
  })
}

function makeFolder(dataDir: string) {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Refused(`The data folder ${dataDir} cannot be written (${code}). Set DATA_DIR to one that can.`)
  }
}

// A socket's path may have about a hundred characters, and on Windows it is a pipe.
function socketPath(dataDir: string): string {
  const short = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\concordat-${short}`
  const inside = join(dataDir, 'concordat.sock')
  return inside.length < 100 ? inside : join(tmpdir(), `concordat-${short}.sock`)
}
