import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findTool } from '../../../scripts/lib/tools.ts'
import { startTokenServer, type TokenServer } from './token-server.ts'

export type DockerRegistry = {
  /** `127.0.0.1:port`, plain HTTP unless `tls` was given. */
  readonly host: string
  readonly username: string
  readonly password: string
  /** With `token` only: what it was asked. */
  readonly tokenServer?: TokenServer
  /** What the user has to agree to: the token server has a port of its own. */
  readonly agreed: { readonly realm?: string }
  stop(): Promise<void>
}

export type DockerRegistryOptions = {
  /** Debian's 2.8, or version 3 built with Go. */
  readonly release?: 2 | 3
  /** PEM files; plain HTTP without them. */
  readonly tls?: { readonly certificate: string; readonly key: string }
  readonly auth: 'none' | 'htpasswd' | 'token'
  /** Needed for DELETE; on by default. */
  readonly deletes?: boolean
  /** Writes into its storage folder before it starts (for benchmarks). */
  readonly prepare?: (dataFolder: string) => Promise<void>
}

const username = 'ann'
const password = 'p:ässword 1'

const runs = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore' }).error === undefined

const programOf = (release: 2 | 3): string | undefined =>
  findTool(release === 2 ? 'docker-registry' : 'distribution3')

/**
 * Whether this machine has Debian's docker-registry and what the kind of sign-in needs. Tests use it as
 * `describe.skipIf(!hasDockerRegistry('htpasswd'))('docker-registry with htpasswd', …)`.
 */
export const hasDockerRegistry = (
  auth: DockerRegistryOptions['auth'] = 'none',
  release: 2 | 3 = 2,
): boolean =>
  programOf(release) !== undefined &&
  (auth !== 'htpasswd' || runs('htpasswd')) &&
  (auth !== 'token' || runs('openssl', 'version'))

/**
 * Starts docker-registry on a free loopback port with its data in a temporary folder.
 * With `htpasswd` and `token` the user is `username` with `password`; the token server gives anybody pull
 * rights, and push and catalog rights to that user only.
 */
export const startDockerRegistry = async ({
  auth,
  release = 2,
  tls,
  deletes = true,
  prepare,
}: DockerRegistryOptions): Promise<DockerRegistry> => {
  const folder = await mkdtemp(join(tmpdir(), 'docker-registry-'))
  const tokenServer =
    auth === 'token' ? await startTokenServer({ folder, username, password }) : undefined
  const config = join(folder, 'config.yml')
  const authentication = await authConfig(auth, folder, tokenServer)
  await writeFile(
    config,
    JSON.stringify({ ...baseConfig(folder, { deletes, tls }), ...authentication }),
  )
  await prepare?.(join(folder, 'data'))
  const child = spawn(programOf(release) ?? 'docker-registry', ['serve', config], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Version 3 would send traces to a collector.
    env: { ...process.env, OTEL_TRACES_EXPORTER: 'none' },
  })
  const host = await listeningAt(child)
  const stop = async () => {
    await ended(child)
    await tokenServer?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const agreed = tokenServer ? { realm: new URL(tokenServer.realm).origin } : {}
  return { host, username, password, ...(tokenServer && { tokenServer }), agreed, stop }
}

// YAML is a superset of JSON, so the configuration is written as JSON.
const baseConfig = (
  folder: string,
  { deletes, tls }: { deletes: boolean; tls: DockerRegistryOptions['tls'] },
) => ({
  version: 0.1,
  log: { level: 'info', accesslog: { disabled: true } },
  storage: {
    filesystem: { rootdirectory: join(folder, 'data') },
    delete: { enabled: deletes },
    maintenance: { uploadpurging: { enabled: false } },
  },
  http: { addr: '127.0.0.1:0', secret: 'not-a-secret', ...(tls && { tls }) },
})

const authConfig = async (
  auth: DockerRegistryOptions['auth'],
  folder: string,
  tokenServer: TokenServer | undefined,
) => {
  if (auth === 'htpasswd') {
    const path = join(folder, 'htpasswd')
    const made = spawnSync('htpasswd', ['-Bbn', username, password], { encoding: 'utf8' })
    await writeFile(path, made.stdout)
    return { auth: { htpasswd: { realm: 'Registry', path } } }
  }
  if (!tokenServer) return {}
  const { realm, service, issuer, certificatePath } = tokenServer
  return { auth: { token: { realm, service, issuer, rootcertbundle: certificatePath } } }
}

const listeningAt = async (child: ChildProcess): Promise<string> => {
  if (!child.stderr) throw new Error('docker-registry has no stderr')
  const said: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    const host = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1]
    if (host === undefined) continue
    child.stderr.resume()
    return host
  }
  throw new Error(`docker-registry did not start:\n${said.join('\n')}`)
}

const ended = (child: ChildProcess) =>
  new Promise<void>(resolve => {
    if (child.exitCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
