import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimInstance, type Instance } from '../../../electron/adapters/instance-lock.ts'

let folder: string
const held: Instance[] = []
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'chartroom-lock-'))))
afterEach(() => {
  for (const instance of held.splice(0)) if (instance.role === 'first') instance.release()
  rmSync(folder, { recursive: true, force: true })
})

const claim = async (dataDir = folder) => {
  const instance = await claimInstance(dataDir)
  held.push(instance)
  return instance
}
const claimFirst = async () => {
  const instance = await claim()
  if (instance.role !== 'first') throw new Error('expected to be first')
  return instance
}
const lockFile = () => path.join(folder, 'instance.json')

describe('one data directory', () => {
  it('belongs to the first; the second gets its answer', async () => {
    const first = await claimFirst()
    let asked = 0
    first.onSecond(() => ({ host: 'web', link: `link ${(asked += 1)}` }))
    expect(await claim()).toEqual({ role: 'second', answer: { host: 'web', link: 'link 1' } })
    expect(await claim()).toEqual({ role: 'second', answer: { host: 'web', link: 'link 2' } })
  })

  it('makes a second wait until the first is up', async () => {
    const first = await claimFirst()
    const second = claim()
    first.onSecond(() => ({ host: 'desktop' }))
    expect(await second).toEqual({ role: 'second', answer: { host: 'desktop' } })
  })

  it('is free again when the first lets go', async () => {
    const first = await claimFirst()
    first.release()
    expect(readdirSync(folder)).toEqual([])
    expect((await claim()).role).toBe('first')
  })

  it('has one owner when many start at once', async () => {
    const claims = Array.from({ length: 8 }, async () => {
      const instance = await claim()
      if (instance.role === 'first') instance.onSecond(() => ({ host: 'web' }))
      return instance.role
    })
    const roles = await Promise.all(claims)
    expect(roles.filter(role => role === 'first')).toHaveLength(1)
  })

  it('is named by a file of this user only', async () => {
    await claimFirst()
    expect(statSync(lockFile()).mode & 0o777).toBe(0o600)
    const { address } = JSON.parse(readFileSync(lockFile(), 'utf8')) as { address: string }
    expect(statSync(address).mode & 0o777).toBe(0o700)
  })

  it.each(['', 'not json', '{}', '{"address":"/nowhere/x.sock","secret":"s"}'])(
    'is taken over from a lock that says %j',
    async content => {
      writeFileSync(lockFile(), content)
      expect((await claim()).role).toBe('first')
    },
  )

  it('is not told to whoever does not know the secret', async () => {
    const first = await claimFirst()
    first.onSecond(() => ({ host: 'web', link: 'secret link' }))
    const lock = JSON.parse(readFileSync(lockFile(), 'utf8')) as { address: string }
    writeFileSync(lockFile(), JSON.stringify({ ...lock, secret: 'guess' }))
    await expect(claimInstance(folder)).rejects.toThrow('does not answer')
  })

  it('is not taken from an owner that is alive and silent', async () => {
    const address = path.join(folder, 'silent.sock')
    const server = createServer(socket => socket.destroy()).listen(address)
    writeFileSync(lockFile(), JSON.stringify({ address, secret: 's' }))
    await expect(claimInstance(folder)).rejects.toThrow('does not answer')
    server.close()
  })

  it('may lie deeper than a socket’s path can say', async () => {
    const deep = path.join(folder, 'x'.repeat(60), 'y'.repeat(60))
    mkdirSync(deep, { recursive: true })
    const first = await claim(deep)
    if (first.role === 'first') first.onSecond(() => ({ host: 'web' }))
    expect((await claim(deep)).role).toBe('second')
  })
})
