import type { ArchiveEntry, ChartMetadata, Warning } from '../../../shared/ipc/schemas/charts.ts'
import type { ErrorInfo } from '../../../shared/errors.ts'
import type { Digest } from '../../../shared/model/digest.ts'

export type ChartText = { text: string; notices: string[]; sizeBytes: number }

/** What the parser process says of an archive. Plain data: it crosses a process border. */
export type InspectedArchive = {
  readonly metadata: ChartMetadata
  /** Helm's config blob, byte for byte, as text: docs/protocol.md, "The config blob". */
  readonly configJson: string
  /**
   * Helm's manifest annotations without `created`, unless Chart.yaml overrides it. As pairs: a chart may name one
   * `__proto__`, which no record takes.
   */
  readonly annotations: readonly (readonly [string, string])[]
  readonly files: readonly ArchiveEntry[]
  readonly readme?: ChartText
  readonly values?: ChartText
  readonly chartYaml: ChartText
  readonly hasSchema: boolean
  readonly archiveDigest: Digest
  readonly archiveSizeBytes: number
  readonly unpackedSizeBytes: number
  readonly warnings: readonly Warning[]
  /** The helms that load it; a push may be refused for other reasons. */
  readonly loadedBy: readonly ('3' | '4')[]
  /** Reading works, and helm (or a rule of ours that helm lacks) refuses to push it: why. */
  readonly pushRefusal?: ErrorInfo
}

export type ProvenanceFacts = {
  /** `files:` of the signed text: basename → digest. Not a verification: no key is applied. */
  readonly files: Readonly<Record<string, string>>
}
