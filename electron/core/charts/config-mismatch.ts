import type { Warning } from '../../../shared/ipc/schemas/charts.ts'
import { tagToVersion, versionToTag } from '../../../shared/model/tag.ts'
import type { ConfigFacts } from '../versions/read-details.ts'

type Named = { readonly name: string; readonly version: string }

/** Whether the config says another thing, or leaves something out. */
const differs = ({ name, version }: ConfigFacts, params: Warning['params']): Warning => {
  if (name === undefined && version === undefined) return { key: 'config-empty', params }
  if (name === undefined) return { key: 'config-without-name', params }
  if (version === undefined) return { key: 'config-without-version', params }
  return { key: 'config-differs', params }
}

/**
 * Where the config or the tag says another name or version than the archive's Chart.yaml: else one chart could be shown and
 * another handed out.
 */
export const configMismatch = (
  archive: Named,
  config: ConfigFacts,
  tag: string | undefined,
): Warning[] => {
  const params = {
    name: archive.name,
    version: archive.version,
    configName: config.name ?? '',
    configVersion: config.version ?? '',
  }
  const warnings: Warning[] = []
  if (config.name !== archive.name || config.version !== archive.version) {
    warnings.push(differs(config, params))
  }
  if (tag !== undefined && tag !== versionToTag(archive.version)) {
    const { version } = archive
    warnings.push({ key: 'tag-differs', params: { version, tag, tagVersion: tagToVersion(tag) } })
  }
  return warnings
}
