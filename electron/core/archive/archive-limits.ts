const KiB = 1024
const MiB = 1024 * KiB

/**
 * What an archive may cost. The first is helm's (pkg/chart/loader/archive.go), but one budget is shared by all
 * nested archives, where helm gives each a new one; the others stop what helm would read for hours.
 */
export const archiveLimits = {
  /** Content of all files; reaching it exactly is already too much, as in helm. */
  unpackedBytes: 100 * MiB,
  /** What helm 3 loads of one file; of larger ones, which helm 4 loads, only the beginning is looked at. */
  fileBytes: 5 * MiB,
  /** Helm 3 holds what it pushes in memory, and not more of it. */
  helm3PushBytes: 32 * MiB,
  /** Everything that comes out of gzip: content, headers, padding, and what lies after the end. */
  inflatedBytes: 110 * MiB,
  members: 10_000,
  nameBytes: 1024,
  pathSegments: 64,
  /** Go's archive/tar refuses longer ones too. */
  extendedHeaderBytes: MiB,
  nesting: 8,
  /** All paths and link targets as they are shown; a path in a nested archive begins with the path of that. */
  listingChars: 4 * MiB,
  warningsOfOneKind: 100,
  yamlTextBytes: MiB,
  yamlDepth: 100,
  /** Of one values.yaml. */
  yamlDocuments: 1_000,
  /** After alias expansion. */
  yamlNodes: 50_000,
  provenanceBytes: MiB,
  shownLineChars: 20_000,
} as const
