import path from 'node:path'

export type ConfigFile = {
  readonly source: 'docker' | 'helm' | 'podman'
  readonly path: string
  /** As shown: ~ for the home folder. */
  readonly shown: string
}

export type Machine = {
  readonly platform: 'mac' | 'windows' | 'linux'
  readonly homeDir: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Where docker, helm and podman keep their sign-ins; of two for the same registry the first is proposed. Docker's
 * `DOCKER_AUTH_CONFIG` is not among them: jobs of a CI have it, and helm does not read it.
 * See docs/protocol.md, "Where sign-ins lie".
 */
export const configFiles = (machine: Machine): readonly ConfigFile[] => {
  const files = [
    describe('docker', dockerFile(machine), machine),
    describe('helm', helmFile(machine), machine),
    ...podmanFiles(machine).map(file => describe('podman', file, machine)),
  ]
  // A variable may send two programs to one file: it is listed once, for the first.
  return files.filter((file, at) => files.findIndex(other => other.path === file.path) === at)
}

/** helm's registry config (pkg/cli/environment.go, pkg/helmpath). */
export const helmConfigFile = (machine: Machine): ConfigFile =>
  describe('helm', helmFile(machine), machine)

const helmFile = (machine: Machine): string =>
  machine.env['HELM_REGISTRY_CONFIG'] || path.join(helmHome(machine), 'registry', 'config.json')

const helmHome = ({ platform, homeDir, env }: Machine): string => {
  if (env['HELM_CONFIG_HOME']) return env['HELM_CONFIG_HOME']
  if (env['XDG_CONFIG_HOME']) return path.join(env['XDG_CONFIG_HOME'], 'helm')
  const byPlatform = {
    linux: () => path.join(homeDir, '.config', 'helm'),
    mac: () => path.join(homeDir, 'Library', 'Preferences', 'helm'),
    windows: () => path.join(env['APPDATA'] || path.join(homeDir, 'AppData', 'Roaming'), 'helm'),
  }
  return byPlatform[platform]()
}

const dockerFile = ({ homeDir, env }: Machine): string =>
  path.join(env['DOCKER_CONFIG'] || path.join(homeDir, '.docker'), 'config.json')

/** containers-auth.json(5): the one named by the variable stands alone; else the session's, then the lasting one. */
const podmanFiles = ({ platform, homeDir, env }: Machine): string[] => {
  if (env['REGISTRY_AUTH_FILE']) return [env['REGISTRY_AUTH_FILE']]
  const runtime = platform === 'linux' ? env['XDG_RUNTIME_DIR'] : undefined
  const config = (platform === 'linux' && env['XDG_CONFIG_HOME']) || path.join(homeDir, '.config')
  return [...(runtime ? [runtime] : []), config].map(dir => path.join(dir, 'containers/auth.json'))
}

const describe = (source: ConfigFile['source'], file: string, machine: Machine): ConfigFile => ({
  source,
  path: file,
  shown: showPath(file, machine),
})

/** With ~ for the home folder, and the variable for a folder that changes with each session. */
export const showPath = (file: string, { homeDir, env }: Machine): string => {
  const runtime = env['XDG_RUNTIME_DIR']
  const isBelow = (folder: string) => file.startsWith(folder + path.sep)
  if (isBelow(homeDir)) return `~${file.slice(homeDir.length)}`
  return runtime && isBelow(runtime) ? `\${XDG_RUNTIME_DIR}${file.slice(runtime.length)}` : file
}
