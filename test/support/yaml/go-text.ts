import {
  checkNumbers,
  compareBytes,
} from '../../../electron/core/archive/metadata/decode-struct.ts'
import { goString } from '../../../electron/core/archive/metadata/go-json.ts'
import { isGoList, isGoMap, type GoValue } from '../../../electron/core/archive/yaml/go-value.ts'
import { readYaml } from '../../../electron/core/archive/yaml/read-yaml.ts'

/** The JSON that sigs.k8s.io/yaml makes of a document: ints in full, keys in order. Throws what helm refuses. */
export const yamlToJson = (bytes: Uint8Array): string => {
  const { value } = readYaml(bytes, 'document')
  checkNumbers(value, 'document')
  return json(value)
}

const json = (value: GoValue): string => {
  if (value === null) return 'null'
  if (typeof value === 'string') return goString(value)
  if (typeof value === 'boolean') return String(value)
  if (isGoList(value)) return `[${value.map(json).join(',')}]`
  if (isGoMap(value)) {
    const keys = [...value.keys()].sort(compareBytes)
    return `{${keys.map(key => `${goString(key)}:${json(value.get(key) ?? null)}`).join(',')}}`
  }
  if ('int' in value) return String(value.int)
  return Object.is(value.float, -0) ? '-0' : String(value.float)
}
