import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cookieName } from '../../../electron/web/cookies.ts'
import { processTree, readProcesses, type TableEntry } from '../../support/process-table.ts'
import { openSocket } from '../../support/socket-client.ts'

const root = path.join(import.meta.dirname, '../../..')
/** As a user has it: the machine's own node first, not the pinned one of the repository. */
const PATH = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .filter(folder => !folder.includes('node_modules'))
  .join(path.delimiter)

type Started = {
  readonly child: ChildProcess
  readonly output: () => string
  readonly line: (pattern: RegExp, count?: number) => Promise<string>
}

let folder: string
const started: Started[] = []
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'chartroom-life-'))))
afterEach(() => {
  for (const { child } of started.splice(0))
    for (const { pid } of child.pid === undefined ? [] : processTree(child.pid)) kill(pid)
  rmSync(folder, { recursive: true, force: true })
})

/** One of a tree may end by itself, or with its parent, before its turn comes. */
const kill = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

const start = (
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Started => {
  // A session of its own, as a terminal gives.
  const child = spawn(command, [...args], {
    cwd: root,
    detached: true,
    stdio: 'pipe',
    env: { PATH, HOME: folder, ...env },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', chunk => (output += String(chunk)))
  const line = async (pattern: RegExp, count = 1) => {
    const all = () => [...output.matchAll(new RegExp(pattern, 'gm'))]
    await expect.poll(() => all().length, { timeout: 60_000 }).toBeGreaterThanOrEqual(count)
    return all().at(count - 1)?.[1] ?? ''
  }
  const result = { child, output: () => output, line }
  started.push(result)
  return result
}
const startNpm = (...flags: string[]) =>
  start('npm', [
    'start',
    '--',
    '--web',
    '--no-open',
    '--data-dir',
    path.join(folder, 'data'),
    ...flags,
  ])
const startHost = (...flags: string[]) =>
  start(process.execPath, [
    path.join(root, 'scripts/run.mjs'),
    'start',
    '--web',
    '--no-open',
    '--data-dir',
    path.join(folder, 'data'),
    ...flags,
  ])
const ready = async (host: Started) => {
  const link = await host.line(/^Chartroom is ready at (\S+)$/)
  const registry = await host.line(/^Local registry is ready at (\S+)$/)
  return { link, registry }
}
const pidOf = ({ child }: Started): number => {
  if (child.pid === undefined) throw new Error('it did not start')
  return child.pid
}

/** Follows the link as a page does. */
const openPage = async (link: string) => {
  const { host, port, hash, origin } = new URL(link)
  const response = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: origin },
    body: JSON.stringify({ link: hash.slice('#link='.length) }),
  })
  expect(response.status).toBe(200)
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect(cookie.startsWith(cookieName(Number(port)))).toBe(true)
  const { page } = (await response.json()) as { page: string }
  return openSocket({ host }, { cookie, page })
}

/** Reads a sample chart, for which the host starts its parser. */
const startParser = async (link: string) => {
  const page = await openPage(link)
  const { registry } = await page.call('registries.openLocal', {})
  const found: string[] = []
  await page.call(
    'repositories.list',
    { registryId: registry.id },
    { onProgress: value => found.push(...value.repositories.map(({ name }) => name)) },
  )
  const repository = found[0] ?? ''
  const tags: string[] = []
  await page.call(
    'versions.list',
    { registryId: registry.id, repository },
    { onProgress: value => tags.push(...value.tags) },
  )
  const location = { registryId: registry.id, repository, reference: tags[0] ?? '' }
  await page.call('charts.read', { source: { from: 'registry', ...location } })
  return page
}

/** Whoever started the parser. Throws rather than give a pid of 0, which would be this very test. */
const hostIn = (tree: readonly TableEntry[]): TableEntry => {
  const parser = tree.find(({ command }) => command.includes('parser.js'))
  const host = tree.find(({ pid }) => pid === parser?.parent)
  if (host === undefined || host.parent <= 1) throw new Error('no host in the process table')
  return host
}

const stillThere = (tree: readonly TableEntry[]) => {
  const now = readProcesses()
  return tree.filter(({ pid, command }) =>
    now.some(entry => entry.pid === pid && entry.command === command),
  )
}
const expectGone = async (tree: readonly TableEntry[], withinMs = 5000) => {
  await expect.poll(() => stillThere(tree), { timeout: withinMs, interval: 50 }).toEqual([])
}

describe.skipIf(process.platform !== 'linux')('the end', () => {
  const ends: [string, (host: Started, tree: readonly TableEntry[]) => void][] = [
    ['Ctrl-C', host => process.kill(-pidOf(host), 'SIGINT')],
    ['a closed terminal', host => process.kill(-pidOf(host), 'SIGHUP')],
    ['SIGTERM to npm alone', host => process.kill(pidOf(host), 'SIGTERM')],
    ['npm killed', host => process.kill(pidOf(host), 'SIGKILL')],
    ['SIGTERM to the host', (_host, tree) => process.kill(hostIn(tree).pid, 'SIGTERM')],
    ['the host’s parent killed', (_host, tree) => process.kill(hostIn(tree).parent, 'SIGKILL')],
  ]

  it.each(ends)('by %s leaves no process within five seconds', async (_name, end) => {
    const host = startNpm()
    const { link, registry } = await ready(host)
    const page = await startParser(link)
    const tree = processTree(pidOf(host))
    // npm, perhaps a shell, the launcher, the host, its parser.
    expect(tree.length).toBeGreaterThanOrEqual(3)
    expect(tree.some(({ command }) => command.includes('parser.js'))).toBe(true)
    expect(stillThere(tree)).toHaveLength(tree.length)

    end(host, tree)
    await expectGone(tree)
    page.close()
    await expect(fetch(new URL('/', link))).rejects.toThrow()
    await expect(fetch(`http://${registry}/v2/`)).rejects.toThrow()
    const left = readdirSync(path.join(folder, 'data'))
    expect(left.filter(name => /instance\.json|\.sock$|^open-/.test(name))).toEqual([])
    expect(readdirSync(path.join(folder, 'data', 'chartroom-uploads'))).toEqual([])
  })

  it('of npm while it is still building is noticed too', async () => {
    const copy = path.join(folder, 'copy')
    for (const name of ['scripts', 'electron/adapters', 'electron/web', 'shared', 'package.json'])
      cpSync(path.join(root, name), path.join(copy, name), { recursive: true })
    symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'))
    mkdirSync(path.join(copy, 'renderer'))
    cpSync(path.join(root, 'electron.vite.config.ts'), path.join(copy, 'electron.vite.config.ts'))
    cpSync(path.join(root, 'package-lock.json'), path.join(copy, 'package-lock.json'))
    const building = "import fs from 'node:fs'\nfs.writeFileSync('building', '')\n"
    writeFileSync(
      path.join(copy, 'scripts/build.ts'),
      `${building}setInterval(() => {}, 1000)\nprocess.on('SIGTERM', () => process.exit(1))\n`,
    )
    const npm = start('npm', ['start', '--prefix', copy, '--', '--web', '--no-open'])
    await expect.poll(() => existsSync(path.join(copy, 'building')), { timeout: 60_000 }).toBe(true)
    const tree = processTree(pidOf(npm))
    expect(tree.some(({ command }) => command.includes('build.ts'))).toBe(true)
    process.kill(pidOf(npm), 'SIGTERM')
    await expectGone(tree)
  })

  it('lets whoever waits go on, when the machine’s own Node is another one', async () => {
    const host = start('node', [
      path.join(root, 'scripts/run.mjs'),
      'start',
      '--web',
      '--no-open',
      '--data-dir',
      path.join(folder, 'data'),
    ])
    await ready(host)
    const tree = processTree(pidOf(host))
    const exited = once(host.child, 'close')
    process.kill(pidOf(host), 'SIGTERM')
    expect(await exited).toEqual([0, null])
    expect(stillThere(tree)).toEqual([])
  })
})

describe('the host', () => {
  it('prints two lines, gives a new link on Enter, and hides everything it keeps', async () => {
    const host = startHost()
    const { link } = await ready(host)
    expect(host.output().trim().split('\n')).toEqual([
      expect.stringMatching(/^Chartroom is ready at http:\/\/127\.0\.0\.1:\d+\/#link=[\w-]{43}$/),
      expect.stringMatching(/^Local registry is ready at 127\.0\.0\.1:\d+$/),
    ])
    host.child.stdin?.write('\n')
    const next = await host.line(/^Chartroom is ready at (\S+)$/, 2)
    expect(next).not.toBe(link)
    const page = await openPage(next)
    expect(await page.call('app.info', {})).toMatchObject({ host: 'web' })
    page.close()

    const data = path.join(folder, 'data')
    expect(statSync(data).mode & 0o777).toBe(0o700)
    expect(statSync(path.join(data, 'logs', 'chartroom.log')).mode & 0o777).toBe(0o600)
    // Neither link nor token is in a log, in a command line or in the environment.
    const log = readFileSync(path.join(data, 'logs', 'chartroom.log'), 'utf8')
    for (const secret of [link, next].map(text => text.split('#link=')[1] ?? '')) {
      expect(log).not.toContain(secret)
      for (const { pid, command } of processTree(pidOf(host))) {
        expect(command).not.toContain(secret)
        expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain(secret)
      }
    }
  })

  it('hands over to the first on the same data directory, which goes on', async () => {
    const first = startHost()
    const { link } = await ready(first)
    const page = await openPage(link)
    const second = startHost()
    const exited = once(second.child, 'close')
    const next = await second.line(/^Chartroom is ready at (\S+)$/)
    expect(await exited).toEqual([0, null])
    expect(second.output()).toContain('already running')
    expect(new URL(next).port).toBe(new URL(link).port)
    const other = await openPage(next)
    expect(await other.call('app.info', {})).toMatchObject({ host: 'web' })
    expect(await page.call('app.info', {})).toMatchObject({ host: 'web' })
    page.close()
    other.close()
  })

  it('starts after a kill that left its lock behind', async () => {
    const first = startHost()
    await ready(first)
    const tree = processTree(pidOf(first))
    for (const { pid } of tree) kill(pid)
    await expectGone(tree)
    const second = startHost()
    await ready(second)
  })

  it('takes the port it is given, and says when it cannot', async () => {
    const first = startHost()
    const { link } = await ready(first)
    const { port } = new URL(link)
    const data = path.join(folder, 'other')
    const second = startHost('--port', port, '--data-dir', data)
    const [code] = (await once(second.child, 'close')) as [number]
    expect(code).toBe(1)
    expect(second.output()).toContain(port)
    expect(second.output()).not.toMatch(/\n\s+at /)
    expect(readdirSync(data).filter(name => /instance|\.sock$/.test(name))).toEqual([])
  })

  it('is refused on a folder with other files in it, which stay, and where no folder can be', async () => {
    const data = path.join(folder, 'data')
    const theirs = ['uploads', 'spool/pulls/album', 'cache/sha256', 'logs'].map(name => {
      mkdirSync(path.join(data, name), { recursive: true })
      return path.join(data, name, 'thesis.part')
    })
    for (const file of theirs) writeFileSync(file, 'mine')
    const host = startHost()
    expect(await once(host.child, 'exit')).toEqual([1, null])
    expect(host.output()).toContain(`Chartroom cannot keep its data in ${data}: there are other`)
    expect(theirs.map(file => readFileSync(file, 'utf8'))).toEqual(theirs.map(() => 'mine'))
    expect(readdirSync(data)).toEqual(['cache', 'logs', 'spool', 'uploads'])
    if (process.platform !== 'linux') return
    const nowhere = startHost('--data-dir', '/proc/chartroom/data')
    expect(await once(nowhere.child, 'exit')).toEqual([1, null])
    expect(nowhere.output()).toContain('cannot keep its data in /proc/chartroom/data (ENOENT)')
  })

  it('opens the browser on a file that sends it on, never on the link', async () => {
    const seen = path.join(folder, 'seen')
    const bin = path.join(folder, 'bin')
    mkdirSync(bin)
    writeFileSync(path.join(bin, 'xdg-open'), `#!/bin/sh\necho "$@" > ${seen}\n`, { mode: 0o755 })
    const host = start(
      process.execPath,
      [
        path.join(root, 'scripts/run.mjs'),
        'start',
        '--web',
        '--data-dir',
        path.join(folder, 'data'),
      ],
      // A forwarded display: nobody can tell that it is not there.
      { PATH: `${bin}${path.delimiter}${PATH}`, DISPLAY: 'localhost:99' },
    )
    const { link } = await ready(host)
    await expect.poll(() => readdirSync(folder)).toContain('seen')
    await expect.poll(() => readFileSync(seen, 'utf8')).not.toBe('')
    const opened = readFileSync(seen, 'utf8').trim()
    expect(opened).toMatch(/\/data\/chartroom-links\/open-[0-9a-f]+\.html$/)
    expect(statSync(opened).mode & 0o777).toBe(0o600)
    expect(readFileSync(opened, 'utf8')).toContain(link)
  })

  it('says in one line that there is no display, and serves', async () => {
    const host = start(process.execPath, [
      path.join(root, 'scripts/run.mjs'),
      'start',
      '--data-dir',
      path.join(folder, 'data'),
    ])
    await ready(host)
    expect(host.output().split('\n')[0]).toBe(
      'There is no display here. Serving Chartroom to a browser instead.',
    )
    expect(host.output().trim().split('\n')).toHaveLength(3)
  })

  it.each(['--bogus', 'extra', '--port=x'])('does not start with %s', async flag => {
    const host = startHost(flag)
    const [code] = (await once(host.child, 'close')) as [number]
    expect(code).toBe(2)
    expect(host.output()).toContain('Usage: npm start')
    expect(readdirSync(folder)).not.toContain('data')
  })
})
