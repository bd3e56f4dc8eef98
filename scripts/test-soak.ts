import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { ensureYamlJudge } from './lib/yaml-judge.ts'

// `npm run test:soak`: the loops of the suite that grow with time. CHARTROOM_FUZZ_SECONDS (default one hour)
// bounds the fuzzing; CHARTROOM_SOAK lengthens the crash and cancel loops.

const root = path.join(import.meta.dirname, '..')
const bin = path.join(root, 'node_modules', '.bin')
const loops = ['fuzz', 'crashing', 'large-blobs', 'soak']

ensureYamlJudge()
const { status } = spawnSync(
  path.join(bin, 'vitest'),
  ['run', ...loops, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${bin}${path.delimiter}${process.env['PATH']}`,
      CHARTROOM_SOAK: '1',
      CHARTROOM_FUZZ_SECONDS: process.env['CHARTROOM_FUZZ_SECONDS'] ?? '3600',
    },
  },
)
process.exit(status ?? 1)
