import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { findTool } from '../../../scripts/lib/tools.ts'

export type Zot = {
  /** `127.0.0.1:port`, plain HTTP. */
  readonly host: string
  readonly username: string
  readonly password: string
  /** With the same password; may write below `readers/` only. */
  readonly limitedUsername: string
  stop(): Promise<void>
}

const username = 'ann'
const limitedUsername = 'ben'
const password = 'p:ässword 1'

/** Whether zot and htpasswd are here: on PATH, or in a folder of CHARTROOM_TOOLS. */
export const hasZot = (): boolean =>
  findTool('zot') !== undefined && spawnSync('htpasswd', { stdio: 'ignore' }).error === undefined

/** Starts zot on a free loopback port: everybody reads, `username` with `password` does everything. */
export const startZot = async (): Promise<Zot> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'zot-'))
  const made = [username, limitedUsername].map(name =>
    spawnSync('htpasswd', ['-Bbn', name, password], { encoding: 'utf8' }).stdout.trim(),
  )
  await writeFile(path.join(folder, 'htpasswd'), `${made.join('\n')}\n`)
  const config = path.join(folder, 'config.json')
  await writeFile(config, JSON.stringify(configIn(folder)))
  const child = spawn(findTool('zot') ?? 'zot', ['serve', config], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const host = await listeningAt(child)
  const stop = async () => {
    await ended(child)
    await rm(folder, { recursive: true, force: true })
  }
  return { host, username, password, limitedUsername, stop }
}

const configIn = (folder: string) => ({
  distSpecVersion: '1.1.1',
  storage: { rootDirectory: path.join(folder, 'data'), gc: false },
  http: {
    address: '127.0.0.1',
    port: '0',
    auth: { htpasswd: { path: path.join(folder, 'htpasswd') } },
    accessControl: {
      repositories: {
        'readers/**': {
          anonymousPolicy: ['read'],
          policies: [
            { users: [username, limitedUsername], actions: ['read', 'create', 'update', 'delete'] },
          ],
        },
        '**': {
          anonymousPolicy: ['read'],
          policies: [{ users: [username], actions: ['read', 'create', 'update', 'delete'] }],
        },
      },
    },
  },
  log: { level: 'info' },
})

const listeningAt = async (child: ChildProcess): Promise<string> => {
  if (!child.stdout || !child.stderr) throw new Error('zot has no output')
  child.stderr.resume()
  const said: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line)
    const port = /listening on kernel chosen port","port":(\d+)/.exec(line)?.[1]
    if (port === undefined) continue
    child.stdout.resume()
    return `127.0.0.1:${port}`
  }
  throw new Error(`zot did not start:\n${said.join('\n')}`)
}

const ended = (child: ChildProcess) =>
  new Promise<void>(resolve => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
