import { spawnSync } from 'node:child_process'
import path from 'node:path'

// `npm run test:goldens`: what helm was recorded to do, from test/goldens, and from CHARTROOM_SHARED or ../shared where
// there is one, whichever rows the files hold. Arguments go to vitest.

const root = path.join(import.meta.dirname, '..')
const { status } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--project=goldens',
    '--reporter=default',
    `--reporter=${path.join(root, 'scripts', 'lib', 'golden-cases-reporter.ts')}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
)
process.exit(status ?? 1)
