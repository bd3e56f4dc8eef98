import { containers } from './containers.ts'
import { contents } from './contents.ts'
import { metadata } from './metadata.ts'
import type { OwnArchive } from './own-archive.ts'

/** Every archive of our own making. `npm run record:goldens` asks helm of each, and test/goldens/own-archives.jsonl holds what it said. */
export const ownArchives: readonly OwnArchive[] = [...containers, ...metadata, ...contents]
