import path from 'node:path'

export type ConfigFile = {
  readonly source: 'docker' | 'helm'
  readonly path: string
  /** As shown: ~ for the home folder. */
  readonly shown: string
}

export type Machine = {
  readonly platform: 'mac' | 'windows' | 'linux'
  readonly homeDir: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Where helm (pkg/helmpath) and docker keep their sign-ins, helm's first, as helm looks. */
export const configFiles = (machine: Machine): readonly ConfigFile[] => [
  describe('helm', helmFile(machine), machine),
  describe('docker', dockerFile(machine), machine),
]

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

const describe = (
  source: ConfigFile['source'],
  file: string,
  { homeDir }: Machine,
): ConfigFile => ({
  source,
  path: file,
  shown: file.startsWith(homeDir + path.sep) ? `~${file.slice(homeDir.length)}` : file,
})
