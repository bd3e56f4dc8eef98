import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { createFolder } from '../../support/local-registry/registry-rig.ts'

const script = path.join(import.meta.dirname, '../../../scripts/run.mjs')
const endsWithinMs = 5_000

const run = (args: string[], env: Record<string, string> = {}) =>
  spawn(process.execPath, [script, 'registry', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })

const start = async (args: string[], env: Record<string, string> = {}) => {
  const child = run(args, env)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { value: first = '' } = (await lines.next()) as { value?: string }
  const exited = once(child, 'exit')
  return {
    child,
    first,
    port: Number(first.split(':').at(-1)),
    nextLine: async () => (await lines.next()).value as string,
    exited,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

const refused = async (args: string[]) => {
  const child = run(args)
  const [errors, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  return { code, errors }
}

const post = (port: number, password?: string) =>
  fetch(`http://127.0.0.1:${port}/v2/app/blobs/uploads/`, {
    method: 'POST',
    headers: password ? { Authorization: `Basic ${btoa(`x:${password}`)}` } : {},
  }).then(({ status }) => status)

const isGone = async (port: number) => {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return false
  } catch {
    return true
  } finally {
    socket.destroy()
  }
}

describe('npm run registry', () => {
  it('says where it is, in one line that scripts can read', async () => {
    await using home = await createFolder()
    await using registry = await start(['--port', '0', '--data-dir', home.folder, '--open'])
    expect(registry.first).toMatch(/^Local registry is ready at 127\.0\.0\.1:\d+$/)
    expect(await post(registry.port)).toBe(202)
  })

  it('has samples, unless it is told to be empty', async () => {
    const catalog = async (args: string[]) => {
      await using home = await createFolder()
      await using registry = await start(['--data-dir', home.folder, ...args])
      const answer = await fetch(`http://127.0.0.1:${registry.port}/v2/_catalog`)
      return ((await answer.json()) as { repositories: string[] }).repositories
    }
    expect(await catalog([])).toContain('samples/hello-web')
    expect(await catalog(['--empty'])).toEqual([])
  })

  it('makes a password that only this user can read, and never prints it', async () => {
    await using home = await createFolder()
    const args = ['--port', '0', '--data-dir', home.folder, '--empty']
    const file = path.join(home.folder, 'password')
    {
      await using registry = await start(args)
      expect(await registry.nextLine()).toBe(`Writing needs a password (any user name): ${file}`)
      expect((await stat(file)).mode & 0o777).toBe(0o600)
      const password = (await readFile(file, 'utf8')).trim()
      expect(password).toHaveLength(32)
      expect(await post(registry.port)).toBe(401)
      expect(await post(registry.port, password)).toBe(202)
    }
    await writeFile(file, 'chosen by hand\n')
    await using again = await start(args)
    expect(await post(again.port, 'chosen by hand')).toBe(202)
  })

  it('takes the password from the environment', async () => {
    await using home = await createFolder()
    const env = { CHARTROOM_REGISTRY_PASSWORD: 'from outside' }
    await using registry = await start(['--data-dir', home.folder, '--empty'], env)
    expect(await registry.nextLine()).toContain('CHARTROOM_REGISTRY_PASSWORD')
    expect(await post(registry.port, 'from outside')).toBe(202)
  })

  it.each([
    [['--unknown'], /--unknown/],
    [['--port', '70000', '--data-dir', 'x'], /--port takes a number/],
    [['--port', 'x', '--data-dir', 'x'], /--port takes a number/],
    [[], /--data-dir is missing/],
    [['--data-dir', ''], /--data-dir is missing/],
    [['stray'], /stray/],
  ])('refuses %j', async (args, message) => {
    const { code, errors } = await refused(args)
    expect(code).toBe(1)
    expect(errors).toMatch(message)
  })

  it('refuses a data folder that is in use, and says by whom', async () => {
    await using home = await createFolder()
    const args = ['--port', '0', '--data-dir', home.folder, '--open']
    await using registry = await start(args)
    const { code, errors } = await refused(args)
    expect(code).toBe(1)
    expect(errors).toContain(`process ${registry.child.pid}`)
    expect(errors).toContain(home.folder)
  })

  it('refuses a folder with other files in it, or one that cannot be made, and writes nothing', async () => {
    await using home = await createFolder()
    const folder = path.join(home.folder, 'blobs', 'sha256', 'aa')
    await mkdir(folder, { recursive: true })
    await writeFile(path.join(folder, 'a'.repeat(64)), 'mine')
    const { code, errors } = await refused(['--data-dir', home.folder])
    expect([code, errors]).toEqual([1, expect.stringContaining('there are other files in it')])
    expect(await readdir(home.folder)).toEqual(['blobs'])
    expect(await readdir(folder)).toHaveLength(1)
    const below = path.join(folder, 'a'.repeat(64), 'below')
    expect(await refused(['--data-dir', below])).toMatchObject({ code: 1 })
  })

  it('says that a port is taken', async () => {
    await using home = await createFolder()
    await using registry = await start(['--data-dir', home.folder, '--open'])
    await using other = await createFolder()
    const port = String(registry.port)
    const { code, errors } = await refused(['--port', port, '--data-dir', other.folder])
    expect(code).toBe(1)
    expect(errors).toContain('port is taken')
  })
})

describe('it ends', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'on %s, even while somebody is uploading',
    { timeout: endsWithinMs + 10_000 },
    async signal => {
      await using home = await createFolder()
      await using registry = await start(['--data-dir', home.folder, '--open', '--empty'])
      const busy = connect(registry.port, '127.0.0.1')
      busy.on('error', () => {})
      busy.write(
        `POST /v2/app/blobs/uploads/?digest=x HTTP/1.1\r\nHost: 127.0.0.1:${registry.port}\r\n` +
          'Content-Length: 1000\r\n\r\nonly a few bytes',
      )
      await once(busy, 'connect')
      const asked = performance.now()
      registry.child.kill(signal)
      const [code] = await registry.exited
      expect(performance.now() - asked).toBeLessThan(endsWithinMs)
      expect(code).toBe(0)
      expect(await isGone(registry.port)).toBe(true)
    },
  )

  it(
    'when the npm that started it is killed without a word',
    { timeout: endsWithinMs + 20_000 },
    async () => {
      await using home = await createFolder()
      const npm = spawn('npm', ['run', 'registry', '--', '--data-dir', home.folder, '--empty'], {
        cwd: path.join(import.meta.dirname, '../../..'),
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      const lines = createInterface({ input: npm.stdout })
      let port = 0
      for await (const line of lines) {
        port = Number(/^Local registry is ready at .*:(\d+)$/.exec(line)?.[1] ?? 0)
        if (port > 0) break
      }
      expect(port).toBeGreaterThan(0)
      const owner = Number(await readFile(path.join(home.folder, 'owner'), 'utf8'))
      npm.kill('SIGKILL')
      await expect.poll(() => isGone(port), { timeout: endsWithinMs }).toBe(true)
      const isThere = () => {
        try {
          return process.kill(owner, 0)
        } catch {
          return false
        }
      }
      await expect.poll(isThere, { timeout: endsWithinMs }).toBe(false)
    },
  )
})
