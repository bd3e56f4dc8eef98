import type { ChartMetadata } from '../../../../shared/ipc/schemas/charts.ts'
import type { DecodedStruct, Decoded } from './decode-struct.ts'
import { listOf, textOf } from './validate-metadata.ts'

/** The metadata as screens need it: what helm would have, not what the file spells. */
export const chartMetadata = (metadata: DecodedStruct): ChartMetadata => ({
  name: textOf(metadata, 'name'),
  version: textOf(metadata, 'version'),
  apiVersion: textOf(metadata, 'apiVersion'),
  ...optional(metadata, ['appVersion', 'type', 'description', 'home', 'icon', 'kubeVersion']),
  sources: texts(metadata, 'sources'),
  keywords: texts(metadata, 'keywords'),
  maintainers: structs(metadata, 'maintainers').map(item => ({
    name: textOf(item, 'name'),
    ...optional(item, ['email', 'url']),
  })),
  deprecated: metadata.get('deprecated') === true,
  dependencies: structs(metadata, 'dependencies').map(item => ({
    name: textOf(item, 'name'),
    repository: textOf(item, 'repository'),
    ...optional(item, ['version', 'alias']),
  })),
})

const optional = <Name extends string>(
  struct: DecodedStruct,
  names: readonly Name[],
): { [N in Name]?: string } => {
  const found: { [N in Name]?: string } = {}
  for (const name of names) {
    const text = textOf(struct, name)
    if (text !== '') found[name] = text
  }
  return found
}

const texts = (struct: DecodedStruct, field: string): string[] =>
  listOf(struct, field).filter(item => typeof item === 'string')

const structs = (struct: DecodedStruct, field: string): DecodedStruct[] =>
  listOf(struct, field).filter((item: Decoded) => item instanceof Map)
