import { spawnSync } from 'node:child_process'
import { typeWords } from './lib/type-words.ts'

typeWords()

const projects = ['shared', 'electron', 'renderer', 'gallery', 'test', 'scripts']
/** What the last check found out is kept, so that only what changed is looked at again. */
const known = (project: string) => `node_modules/.cache/types/${project}.tsbuildinfo`
const failed = projects.filter(
  project =>
    spawnSync('tsc', ['-p', project, '--incremental', '--tsBuildInfoFile', known(project)], {
      stdio: 'inherit',
    }).status !== 0,
)
if (failed.length > 0) console.error(`Type errors in: ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)
