import { toGoValue, type GoDocument } from './go-value.ts'
import { parseYamlNodes } from './yaml-nodes.ts'
import { firstDocument, yamlText } from './yaml-text.ts'

/** Reads the first document of a YAML file as helm's Go libraries do. Throws their refusals and our limits. */
export const readYaml = (
  bytes: Uint8Array,
  path: string,
): GoDocument & { moreDocuments: boolean } => {
  const { text, rest } = firstDocument(yamlText(bytes, path))
  const { root, cutShort } = parseYamlNodes(text, path)
  const document = root ? toGoValue(root, path) : { value: null, duplicateKeys: [] }
  return { ...document, moreDocuments: cutShort || hasContent(rest) }
}

/** Whether anything but markers, comments and blank lines follows. */
const hasContent = (rest: string): boolean =>
  rest.split('\n').some(line => !/^(?:---|\.\.\.)?\s*(?:#.*)?$/.test(line))
