import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Where real charts and what helm made of them lie, or undefined on a machine without them. */
export const sharedFolder = (): string | undefined => {
  const folder =
    process.env['CHARTROOM_SHARED'] ?? resolve(import.meta.dirname, '../../../../shared')
  return existsSync(join(folder, 'charts/derived')) ? folder : undefined
}

export type Golden = {
  /** Relative to the charts folder. */
  readonly file: string
  readonly archivePath: string
  readonly provenancePath: string | undefined
  readonly helm:
    | { readonly error: string }
    | {
        readonly name: string
        readonly tag: string
        readonly manifestDigest: string
        readonly manifest: string
        readonly config: string
      }
}

type Row = { readonly file: string; readonly provSha256?: string; readonly helm: Golden['helm'] }

/** What `helm push` made of every real archive, its time set to 2020-01-01T00:00:00Z. */
export const readGoldens = async (shared: string): Promise<Golden[]> => {
  const charts = join(shared, 'charts')
  const parts = [
    { list: 'helm-push-open.jsonl.gz', folder: 'open' },
    { list: 'helm-push-testdata.jsonl.gz', folder: 'helm-testdata' },
  ]
  const goldens: Golden[] = []
  for (const { list, folder } of parts) {
    const packed = await readFile(join(charts, 'derived', list))
    const [, ...lines] = gunzipSync(packed).toString('utf8').trim().split('\n')
    for (const line of lines) goldens.push(toGolden(JSON.parse(line) as Row, join(charts, folder)))
  }
  await Promise.all(goldens.map(golden => stat(golden.archivePath)))
  return goldens
}

const toGolden = (row: Row, folder: string): Golden => {
  const archivePath = join(folder, row.file)
  const provenancePath = row.provSha256 === undefined ? undefined : `${archivePath}.prov`
  return { file: row.file, archivePath, provenancePath, helm: row.helm }
}

export const readArchiveDigest = async (archivePath: string): Promise<string> =>
  `sha256:${createHash('sha256')
    .update(await readFile(archivePath))
    .digest('hex')}`
