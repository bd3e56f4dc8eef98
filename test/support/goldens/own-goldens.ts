import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Said } from '../../judges/helm/helm-judges.ts'
import type { HelmPush } from '../../judges/helm/push-with-helm.ts'
import { jsonLines, readJsonLines } from './json-lines.ts'

/** What both helms made of an archive of our own making. */
export type OwnGolden = {
  readonly name: string
  readonly sha256: string
  readonly sizeBytes: number
  readonly provenanceSha256?: string
} & Said<HelmPush>

type Head = { readonly helm: readonly string[]; readonly created: string }

export const ownGoldensFile = 'own-archives.jsonl'
const file = path.join(import.meta.dirname, '../../goldens', ownGoldensFile)

export const readOwnGoldens = async (): Promise<readonly OwnGolden[]> =>
  readJsonLines<Head, OwnGolden>(await readFile(file, 'utf8')).rows

export const writeOwnGoldens = (head: Head, rows: readonly OwnGolden[]): Promise<void> =>
  writeFile(file, jsonLines(head, rows))
