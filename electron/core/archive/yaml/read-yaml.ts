import { archiveLimits } from '../archive-limits.ts'
import { tooLarge } from '../chart-error.ts'
import { toGoValue, type GoDocument } from './go-value.ts'
import { parseYamlNodes } from './yaml-nodes.ts'
import { yamlSource } from './yaml-source.ts'

export type YamlDocument = GoDocument & {
  /** Something follows that is not looked at. */
  readonly moreDocuments: boolean
}

/** Reads the first document of a YAML file as helm's Go libraries do. Throws their refusals and our limits. */
export const readYaml = (bytes: Uint8Array, path: string): YamlDocument => {
  if (bytes.length > archiveLimits.yamlTextBytes) {
    throw tooLarge('yaml-text', { path, limitBytes: archiveLimits.yamlTextBytes })
  }
  const { root, goesOn } = parseYamlNodes(yamlSource(bytes, path), path)
  const document = root ? toGoValue(root, path) : { value: null, duplicateKeys: [] }
  return { ...document, moreDocuments: goesOn }
}
