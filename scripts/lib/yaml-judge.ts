import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { findTool, toolsFolder } from './tools.ts'

// The program of test/judges/yaml: helm's own modules, asked how they read a document. Built once, where Go is.

const sources = path.join(import.meta.dirname, '..', '..', 'test', 'judges', 'yaml')

/** Named after its sources, so that an old one is never asked. */
const program = (): string => {
  const hash = createHash('sha256')
  for (const name of readdirSync(sources).toSorted()) {
    hash.update(`${name}\n`).update(readFileSync(path.join(sources, name)))
  }
  return path.join(toolsFolder, 'yaml-judge', hash.digest('hex').slice(0, 16))
}

/** The program's path, or undefined where it was not built. */
export const findYamlJudge = (): string | undefined =>
  existsSync(program()) ? program() : undefined

export const ensureYamlJudge = (): string | undefined => {
  const present = findYamlJudge()
  if (present !== undefined) return present
  if (findTool('go') === undefined) {
    console.log('yaml-judge: Go is not here to build it.')
    return undefined
  }
  const built = program()
  mkdirSync(path.dirname(built), { recursive: true })
  console.log('Building yaml-judge (test/judges/yaml) …')
  const { status } = spawnSync('go', ['build', '-mod=readonly', '-o', built, '.'], {
    cwd: sources,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 15 * 60 * 1000,
  })
  return status === 0 ? built : undefined
}
