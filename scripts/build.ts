import { onParentGone } from '../electron/adapters/parent-watch.ts'
import { buildIfChanged } from './lib/build-if-changed.ts'

// Interrupted, it leaves neither itself nor a half-made folder behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.exit(1))
onParentGone(() => process.exit(1))

const result = await buildIfChanged({ force: process.argv.includes('--force') })
console.log(result === 'built' ? 'Chartroom is built.' : 'Nothing changed since the last build.')
