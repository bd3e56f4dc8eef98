import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'

const root = path.join(import.meta.dirname, '..', '..')

export type WebHost = {
  /** The one-time link. */
  readonly link: string
  /** `127.0.0.1:port` of the built-in registry. */
  readonly localRegistry: string
  readonly dataDir: string
  readonly homeDir: string
  /** Of the host itself, or of the session bus it runs below. */
  readonly pid: number
  readonly output: () => string
  /** A new one-time link, as pressing Enter in the terminal gives. */
  freshLink(): Promise<string>
  stop(): Promise<void>
}

export type WebHostOptions = {
  /** Run below a session bus with an unlocked gnome-keyring. Without it there is no keychain at all. */
  readonly keychain?: boolean
  readonly dataDir?: string
  readonly homeDir?: string
  readonly env?: Record<string, string>
}

export const hasKeychain = (): boolean =>
  ['dbus-run-session', 'gnome-keyring-daemon'].every(
    program => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined,
  )

const webEntry = path.join(root, 'out', 'main', 'web.js')

/** Starts the built web host as `npm start -- --web --no-open` does, on free ports, with a home of its own. */
export const startWebHost = async (options: WebHostOptions = {}): Promise<WebHost> => {
  const homeDir = options.homeDir ?? (await mkdtemp(path.join(tmpdir(), 'chartroom-home-')))
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'chartroom-data-')))
  const flags = [webEntry, '--no-open', '--port', '0', '--data-dir', dataDir]
  const child =
    options.keychain === true
      ? spawnWithKeychain(flags, homeDir, options)
      : spawnPlain(flags, homeDir, options)
  const lines = readLines(child)
  const [link, localRegistry] = await Promise.all([
    lines.find(/^Chartroom is ready at (\S+)/),
    lines.find(/^Local registry is ready at (\S+)/),
  ])
  return {
    link,
    localRegistry,
    dataDir,
    homeDir,
    pid: child.pid ?? 0,
    output: lines.all,
    freshLink: () => {
      const next = lines.next(/^Chartroom is ready at (\S+)/)
      child.stdin?.write('\n')
      return next
    },
    stop: async () => {
      await end(child, options.keychain === true)
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
      if (options.homeDir === undefined) await rm(homeDir, { recursive: true, force: true })
    },
  }
}

const environment = (homeDir: string, extra: Record<string, string> = {}) => {
  const { PATH, TZ, NODE_COMPILE_CACHE } = process.env
  const inherited = { PATH, TZ, NODE_COMPILE_CACHE, LANG: 'C.UTF-8' }
  return { ...inherited, HOME: homeDir, XDG_RUNTIME_DIR: homeDir, ...extra }
}

const spawnPlain = (flags: readonly string[], homeDir: string, { env }: WebHostOptions) =>
  spawn(process.execPath, flags, { stdio: 'pipe', env: environment(homeDir, env) })

const spawnWithKeychain = (flags: readonly string[], homeDir: string, { env }: WebHostOptions) => {
  const script =
    'printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'
  const args = ['--', 'bash', '-c', script, 'bash', process.execPath, ...flags]
  // A group of its own: the bus, the keyring and the host end together.
  return spawn('dbus-run-session', args, {
    stdio: 'pipe',
    env: environment(homeDir, env),
    detached: true,
  })
}

const readLines = (child: ChildProcess) => {
  const seen: string[] = []
  const waiters = new Set<(line: string) => void>()
  let failure: Error | undefined
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface({ input: stream }).on('line', line => {
      seen.push(line)
      waiters.forEach(waiter => waiter(line))
    })
  }
  const next = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      if (failure) return reject(failure)
      const waiter = (line: string) => {
        const found = pattern.exec(line)?.[1]
        if (found === undefined) return
        waiters.delete(waiter)
        resolve(found)
      }
      waiters.add(waiter)
      child.once('exit', code => {
        failure = new Error(`The web host ended with ${code}:\n${seen.join('\n')}`)
        reject(failure)
      })
    })
  return {
    all: () => seen.join('\n'),
    next,
    find: (pattern: RegExp) => {
      const found = seen.map(line => pattern.exec(line)?.[1]).find(text => text !== undefined)
      return found === undefined ? next(pattern) : Promise.resolve(found)
    },
  }
}

const end = (child: ChildProcess, grouped: boolean) =>
  new Promise<void>(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    const signal = (name: NodeJS.Signals) =>
      grouped && child.pid !== undefined ? process.kill(-child.pid, name) : child.kill(name)
    const kill = setTimeout(() => signal('SIGKILL'), 6000)
    child.once('exit', () => {
      clearTimeout(kill)
      resolve()
    })
    signal('SIGTERM')
  })
