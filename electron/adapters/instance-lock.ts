import { randomBytes, timingSafeEqual } from 'node:crypto'
import { lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'

/** What the first instance tells the second one. */
const answerSchema = z.object({
  host: z.enum(['desktop', 'web']),
  /** The web host's new one-time link. */
  link: z.string().optional(),
})
export type InstanceAnswer = z.infer<typeof answerSchema>

export type Instance =
  | {
      readonly role: 'first'
      /** Until it is set, a second instance waits. */
      onSecond(answer: () => InstanceAnswer): void
      release(): void
    }
  | { readonly role: 'second'; readonly answer: InstanceAnswer }

const lockSchema = z.object({ address: z.string(), secret: z.string() })
type Lock = z.infer<typeof lockSchema>

const lockName = 'instance.json'
const attempts = 5
/** A first start may be making sample charts. */
const answerWithinMs = 20_000

/**
 * One process owns a data directory. The lock is a 0600 file that names the owner's local socket and a secret: a
 * lock whose owner does not answer is stale and replaced, so nothing is left to clean up after a crash.
 */
export const claimInstance = async (dataDir: string): Promise<Instance> => {
  const file = path.join(dataDir, lockName)
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const lock = readLock(file)
    const owner = lock ? await askOwner(lock) : 'gone'
    if (owner === 'silent') throw new Error(`Another Chartroom on ${dataDir} does not answer`)
    if (owner !== 'gone') return { role: 'second', answer: owner }
    const first = await becomeFirst(file, dataDir, lock)
    if (first) return first
    await wait(50 * (attempt + 1))
  }
  throw new Error(`Another Chartroom is starting on ${dataDir}`)
}

const readLock = (file: string): Lock | undefined => {
  try {
    return lockSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

const becomeFirst = async (
  file: string,
  dataDir: string,
  stale: Lock | undefined,
): Promise<Instance | undefined> => {
  const lock: Lock = { address: newAddress(dataDir), secret: randomBytes(32).toString('base64url') }
  let answer: (() => InstanceAnswer) | undefined
  const server = await listen(lock, () => answer)
  if (!writeLock(file, lock, stale)) {
    server.close()
    return undefined
  }
  return {
    role: 'first',
    onSecond: listener => (answer = listener),
    release: () => {
      server.close()
      if (readLock(file)?.secret === lock.secret) rmSync(file, { force: true })
    },
  }
}

/** Of two that start at once, the one whose file is there in the end has it. */
const writeLock = (file: string, lock: Lock, stale: Lock | undefined): boolean => {
  const now = readLock(file)
  if (now !== undefined && now.secret !== stale?.secret) return false
  rmSync(file, { force: true })
  if (stale) removeSocket(stale.address)
  try {
    writeFileSync(file, JSON.stringify(lock), { mode: 0o600, flag: 'wx', flush: true })
  } catch {
    return false
  }
  return readLock(file)?.secret === lock.secret
}

const maxSocketPathLength = 100

/**
 * Removes the socket of an owner that is gone. A lock file may have been copied here, so only a socket of ours is
 * removed.
 */
const removeSocket = (address: string) => {
  if (!/^chartroom-[0-9a-f]{16}\.sock$/.test(path.basename(address))) return
  if (lstatSync(address, { throwIfNoEntry: false })?.isSocket()) rmSync(address, { force: true })
}

/** A new path every time; a data directory may be deeper than the 107 bytes a socket's path can have. */
const newAddress = (dataDir: string) => {
  const name = `chartroom-${randomBytes(8).toString('hex')}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  const inDataDir = path.join(dataDir, `${name}.sock`)
  return inDataDir.length <= maxSocketPathLength
    ? inDataDir
    : path.join(os.tmpdir(), `${name}.sock`)
}

const listen = (lock: Lock, answer: () => (() => InstanceAnswer) | undefined): Promise<Server> =>
  new Promise((resolve, reject) => {
    const umask = process.umask(0o077)
    const server = createServer(socket => void answerSecond(socket, lock.secret, answer))
    server.once('error', reject)
    server.listen(lock.address, () => resolve(server))
    process.umask(umask)
    server.unref()
  })

const answerSecond = async (
  socket: Socket,
  secret: string,
  answer: () => (() => InstanceAnswer) | undefined,
) => {
  socket.on('error', () => {})
  socket.setTimeout(answerWithinMs, () => socket.destroy())
  const asked = await readLine(socket)
  if (asked === undefined || !isSame(asked, secret)) return socket.destroy()
  while (answer() === undefined && !socket.destroyed) await wait(50)
  socket.end(`${JSON.stringify(answer()?.())}\n`)
}

/** `gone`: nobody listens there any more. `silent`: somebody does, so the lock is not ours to take. */
const askOwner = async (lock: Lock): Promise<InstanceAnswer | 'gone' | 'silent'> => {
  let isConnected = false
  const socket = connect(lock.address, () => (isConnected = true))
  socket.on('error', () => {})
  socket.setTimeout(answerWithinMs, () => socket.destroy())
  socket.write(`${lock.secret}\n`)
  const line = await readLine(socket)
  socket.destroy()
  if (line === undefined) return isConnected ? 'silent' : 'gone'
  return answerSchema.parse(JSON.parse(line))
}

const maxLineLength = 4096

const readLine = (socket: Socket): Promise<string | undefined> =>
  new Promise(resolve => {
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', chunk => {
      text += String(chunk)
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
      if (text.length > maxLineLength) socket.destroy()
    })
    socket.on('close', () => resolve(undefined))
  })

const isSame = (a: string, b: string) => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
