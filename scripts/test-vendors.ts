import { spawnSync } from 'node:child_process'
import path from 'node:path'

// `npm run test:vendors`: every simulated vendor with every job, printed as a table. Arguments go to vitest.

const root = path.join(import.meta.dirname, '..')
const reporter = path.join(root, 'scripts', 'lib', 'vendor-table-reporter.ts')
const suite = 'test/integration/vendors'
const { status } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    suite,
    `--reporter=${reporter}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
)
console.log(
  'ok: done. refused: refused, as it should be. assumed: no source says, so both answers are simulated.',
)
process.exit(status ?? 1)
