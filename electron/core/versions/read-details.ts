import { AppError } from '../../../shared/errors.ts'
import { escapeForShow } from '../archive/escape-for-show.ts'
import { readStrictJson } from '../json/read-json.ts'
import type { DigestDetails } from '../store/saved-details.ts'
import type { ContentStore } from './content-store.ts'
import { createdAt } from './created-at.ts'
import { isChart } from '../helm/chart-version.ts'
import { openVersion } from '../helm/open-version.ts'

/** What the list shows of a version: one manifest, and the config where it is a chart. */
export const readDetails = async (
  contents: ContentStore,
  reference: string,
  signal: AbortSignal,
): Promise<DigestDetails> => {
  const { kind, root, manifest, chart } = await openVersion(contents, reference, signal)
  const base = { digest: root.digest, kind, provenance: false }
  if (!manifest) return base
  const { layers, annotations, config } = manifest.document
  const created = createdAt(annotations)
  const sized = { ...base, sizeBytes: layers.reduce((sum, layer) => sum + layer.sizeBytes, 0) }
  if (kind !== 'chart') return created === undefined ? sized : { ...sized, createdAt: created }
  return {
    ...sized,
    ...(created !== undefined && { createdAt: created }),
    ...readChartConfig(await contents.blob(config, signal)),
    ...(isChart(chart)
      ? {
          provenance: chart.provenance !== undefined,
          // What helm would download of it; nothing that lies beside.
          sizeBytes: chart.archive.sizeBytes + (chart.provenance?.sizeBytes ?? 0),
        }
      : { sizeBytes: 0 }),
  }
}

export type ConfigFacts = Pick<
  DigestDetails,
  'name' | 'version' | 'appVersion' | 'description' | 'deprecated'
>

const maxTextLength = 2_000

/**
 * The config is Chart.yaml as JSON (docs/protocol.md, "The config blob"). Throws `unsupported/malformed-config` when it
 * is no JSON object.
 */
export const readChartConfig = (bytes: Uint8Array): ConfigFacts => {
  const config = parseConfig(bytes)
  const text = (key: string) => {
    const value = config[key]
    if (typeof value !== 'string' || value === '') return {}
    return { [key]: escapeForShow(value.slice(0, maxTextLength)) }
  }
  return {
    ...text('name'),
    ...text('version'),
    ...text('appVersion'),
    ...text('description'),
    ...(config['deprecated'] === true && { deprecated: true }),
  }
}

const parseConfig = (bytes: Uint8Array): Readonly<Record<string, unknown>> => {
  // To Go `null` is a config that says nothing.
  const value = parse(bytes) ?? {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('unsupported', 'malformed-config')
  }
  return { ...value }
}

const parse = (bytes: Uint8Array): unknown => {
  try {
    return readStrictJson(bytes)
  } catch (cause) {
    throw new AppError('unsupported', 'malformed-config', {}, { cause })
  }
}
