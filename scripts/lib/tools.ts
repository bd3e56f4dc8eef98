import { spawnSync } from 'node:child_process'
import { accessSync, constants, mkdirSync } from 'node:fs'
import path from 'node:path'

// Programs of others that tests and benchmarks run: from PATH, from CHARTROOM_TOOLS (a PATH of its own), or
// built once with Go into an ignored folder. Never committed.

const repository = path.join(import.meta.dirname, '..', '..')
export const toolsFolder = path.join(repository, '.cache', 'tools')

type GoTool = {
  readonly module: string
  readonly folder: string
  readonly program: string
  /** Asked where the name alone does not tell the program: its arguments, and what it then says. */
  readonly says?: { readonly arguments: readonly string[]; readonly pattern: RegExp }
}

const helmSays = (major: number) => ({
  arguments: ['version', '--template', '{{.Version}}'],
  pattern: new RegExp(`^v${major}\\.`),
})

/** Pinned: what the recorded figures and goldens were made with. */
export const goTools = {
  helm3: {
    module: 'helm.sh/helm/v3/cmd/helm@v3.21.4',
    folder: 'helm3',
    program: 'helm',
    says: helmSays(3),
  },
  helm4: {
    module: 'helm.sh/helm/v4/cmd/helm@v4.3.1',
    folder: 'helm4',
    program: 'helm',
    says: helmSays(4),
  },
  crane: {
    module: 'github.com/google/go-containerregistry/cmd/crane@v0.22.1',
    folder: 'bin',
    program: 'crane',
  },
  regctl: {
    module: 'github.com/regclient/regclient/cmd/regctl@v0.11.7',
    folder: 'bin',
    program: 'regctl',
  },
  distribution3: {
    module: 'github.com/distribution/distribution/v3/cmd/registry@v3.1.2',
    folder: 'distribution3',
    program: 'registry',
    says: { arguments: ['--version'], pattern: /distribution\/v3 / },
  },
} as const satisfies Record<string, GoTool>

export type GoToolName = keyof typeof goTools

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

const searchPath = (): string[] =>
  [process.env['CHARTROOM_TOOLS'], process.env['PATH']]
    .flatMap(list => (list ?? '').split(path.delimiter))
    .filter(folder => folder !== '')

/** The program's path, or undefined. `helm3` and `helm4` are told apart by what they say of themselves. */
export const findTool = (name: string): string | undefined => {
  if (name in goTools) return findGoTool(name as GoToolName)
  return onPath(name)
}

const onPath = (program: string): string | undefined =>
  searchPath()
    .map(folder => path.join(folder, program))
    .find(isExecutable)

const findGoTool = (name: GoToolName): string | undefined => {
  const { folder, program, says }: GoTool = goTools[name]
  const built = path.join(toolsFolder, folder, program)
  if (isExecutable(built)) return built
  return searchPath()
    .map(place => path.join(place, program))
    .filter(isExecutable)
    .find(file => says === undefined || isSaying(file, says))
}

const isSaying = (file: string, says: NonNullable<GoTool['says']>): boolean =>
  says.pattern.test(spawnSync(file, says.arguments, { encoding: 'utf8' }).stdout ?? '')

/** Builds what is missing, where Go is. Returns the path, or undefined with the reason printed. */
export const ensureGoTool = (name: GoToolName): string | undefined => {
  const present = findGoTool(name)
  if (present !== undefined) return present
  if (onPath('go') === undefined) {
    console.log(`${name}: not on PATH, and Go is not here to build it.`)
    return undefined
  }
  const { module, folder, program } = goTools[name]
  const target = path.join(toolsFolder, folder)
  mkdirSync(target, { recursive: true })
  console.log(`Building ${name} (${module}) …`)
  const { status } = spawnSync('go', ['install', module], {
    cwd: toolsFolder,
    env: { ...process.env, GOBIN: target },
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 15 * 60 * 1000,
  })
  return status === 0 ? path.join(target, program) : undefined
}
