import { isAppError, type AppError } from '../../../shared/errors.ts'
import { invalid } from './chart-error.ts'
import { saying, type HelmRefusals } from './helm-refusals.ts'
import { checkNumbers } from './metadata/decode-struct.ts'
import { isGoList, isGoMap, type GoValue } from './yaml/go-value.ts'
import { readYaml, type YamlDocument } from './yaml/read-yaml.ts'
import { valueDocuments } from './yaml/value-documents.ts'

export type LoadedValues = {
  /** As helm 3 reads it: the first document. Undefined where it cannot be read. */
  readonly first: YamlDocument | undefined
  readonly refusals: HelmRefusals
}

/** values.yaml by both helms: the third reads its first document, the fourth merges all. Throws limits of ours. */
export const loadValues = (bytes: Uint8Array, path: string): LoadedValues => {
  let first: YamlDocument | undefined
  const helm3 = refusalOf(() => {
    first = readYaml(bytes, path)
    checkValues(first.value, path)
  })
  const read = (document: Buffer): AppError | undefined =>
    document.equals(bytes)
      ? helm3
      : refusalOf(() => checkValues(readYaml(document, path).value, path))
  const helm4 = refusalOf(() => {
    for (const document of valueDocuments(bytes, path)) {
      const refusal = read(document)
      if (refusal) throw saying('cannot unmarshal yaml document', refusal)
    }
  })
  return { first, refusals: { helm3: loading(helm3), helm4: loading(helm4) } }
}

const loading = (refusal: AppError | undefined): AppError | undefined =>
  refusal && saying('cannot load values.yaml', refusal)

const refusalOf = (run: () => void): AppError | undefined => {
  try {
    run()
  } catch (error) {
    if (!isAppError(error) || error.code !== 'invalid-input') throw error
    return error
  }
  return undefined
}

const checkValues = (value: GoValue, path: string): void => {
  if (value !== null && !isGoMap(value)) {
    const said =
      'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ' +
      `${jsonKind(value)} into Go value of type map[string]interface {}`
    throw invalid('yaml-wrong-type', { path, field: '.', expected: 'mapping', said })
  }
  checkNumbers(value, path)
}

const jsonKind = (value: GoValue): string => {
  if (isGoList(value)) return 'array'
  if (typeof value === 'string') return 'string'
  return typeof value === 'boolean' ? 'bool' : 'number'
}
