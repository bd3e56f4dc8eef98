import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { findTool, toolsFolder } from './tools.ts'

// The program of test/judges/yaml: helm's own modules, asked how they read a document. Built once, where Go is.

const sources = path.join(import.meta.dirname, '..', '..', 'test', 'judges', 'yaml')
const program = path.join(toolsFolder, 'yaml-judge', 'yaml-judge')

const changedAt = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0

/** The program's path, or undefined where it was not built from what lies there now. */
export const findYamlJudge = (): string | undefined => {
  const newest = Math.max(...readdirSync(sources).map(name => changedAt(path.join(sources, name))))
  return changedAt(program) >= newest ? program : undefined
}

export const ensureYamlJudge = (): string | undefined => {
  const present = findYamlJudge()
  if (present !== undefined) return present
  if (findTool('go') === undefined) {
    console.log('yaml-judge: Go is not here to build it.')
    return undefined
  }
  mkdirSync(path.dirname(program), { recursive: true })
  console.log('Building yaml-judge (test/judges/yaml) …')
  const { status } = spawnSync('go', ['build', '-mod=readonly', '-o', program, '.'], {
    cwd: sources,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 15 * 60 * 1000,
  })
  return status === 0 ? program : undefined
}
