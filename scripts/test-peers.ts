import { comparePeers } from '../test/peers/compare-peers.ts'
import { compareRecorded } from '../test/peers/compare-recorded.ts'

// `npm run test:peers`: what was recorded of helm, asked again; then our bytes beside those of others.

const recorded = await compareRecorded()
const peers = await comparePeers(process.argv.slice(2))
process.exit(recorded || peers)
