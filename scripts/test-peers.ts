import { comparePeers } from '../test/peers/compare-peers.ts'

process.exit(await comparePeers(process.argv.slice(2)))
