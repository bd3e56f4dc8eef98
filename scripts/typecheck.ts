import { spawnSync } from 'node:child_process'

const projects = ['shared', 'electron', 'renderer', 'test', 'scripts']
const failed = projects.filter(
  project => spawnSync('tsc', ['-p', project], { stdio: 'inherit' }).status !== 0,
)
if (failed.length > 0) console.error(`Type errors in: ${failed.join(', ')}`)
process.exit(failed.length === 0 ? 0 : 1)
