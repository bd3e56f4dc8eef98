import { buildIfChanged } from './lib/build-if-changed.ts'

const result = await buildIfChanged({ force: process.argv.includes('--force') })
console.log(result === 'built' ? 'Chartroom is built.' : 'Nothing changed since the last build.')
