import { isAppError, type AppError } from '../../../shared/errors.ts'
import type { Warning } from '../../../shared/ipc/schemas/charts.ts'
import { invalid } from './chart-error.ts'
import { escapeForShow } from './escape-for-show.ts'
import { checkNumbers, decodeStruct, type DecodedStruct } from './metadata/decode-struct.ts'
import { lockShape, metadataShape } from './metadata/shapes.ts'
import { textOf, validateMetadata } from './metadata/validate-metadata.ts'
import type { ArchiveMember } from './read-archive.ts'
import { isGoMap } from './yaml/go-value.ts'
import { readYaml } from './yaml/read-yaml.ts'

/** Announces a step that parses text of a stranger, so that whoever watches can end a hanging process. */
export type ParseStep = <T>(path: string, parse: () => T) => Promise<T>

export type LoadedChart = {
  readonly metadata: DecodedStruct
  readonly warnings: readonly Warning[]
  /** Why helm does not load the chart although its Chart.yaml can be read: values, locks, subcharts. */
  readonly refusal: AppError | undefined
}

type File = Pick<ArchiveMember, 'path' | 'bytes' | 'nested'>

/**
 * Helm's LoadFiles (pkg/chart/v2/loader/load.go): Chart.yaml first wherever it stands, then locks, values and the old
 * requirements files, validation, and the same for every subchart. Throws where there is no usable Chart.yaml.
 */
export const loadChart = async (
  files: readonly File[],
  step: ParseStep,
  shownBelow = '',
): Promise<LoadedChart> => {
  const load = createLoad(step, shownBelow)
  const metadata = await load.metadata(files)
  await load.otherFiles(files, metadata)
  validateMetadata(metadata, `${shownBelow}Chart.yaml`)
  await load.subcharts(files)
  return { metadata, ...load.findings() }
}

const clip = (text: string) => escapeForShow(text).slice(0, 120)

const createLoad = (step: ParseStep, shownBelow: string) => {
  const warnings: Warning[] = []
  let refusal: AppError | undefined

  const shown = (path: string) => shownBelow + escapeForShow(path)

  const read = async (file: File) => {
    const path = shown(file.path)
    const document = await step(path, () => readYaml(file.bytes, path))
    for (const { key, firstLine, line } of document.duplicateKeys.slice(0, 20)) {
      warnings.push({ key: 'duplicate-key', params: { path, field: clip(key), firstLine, line } })
    }
    return document
  }

  /** Notes the first refusal; a limit of ours is only a warning, for helm may load the file. */
  const attempt = async (file: File, run: () => Promise<void>) => {
    try {
      await run()
    } catch (error) {
      if (!isAppError(error)) throw error
      if (error.code === 'invalid-input') refusal ??= error
      else warnings.push({ key: 'not-checked', params: { path: shown(file.path) } })
    }
  }

  const unmarshalMetadata = async (file: File, target: DecodedStruct) => {
    const { value } = await read(file)
    const path = shown(file.path)
    decodeStruct(metadataShape, value, target, path, (field, written, read) => {
      warnings.push({
        key: 'respelled',
        params: { path, field: clip(field), written: clip(written), read },
      })
    })
  }

  const metadata = async (all: readonly File[]): Promise<DecodedStruct> => {
    const target: DecodedStruct = new Map()
    const chartFiles = all.filter(file => file.path === 'Chart.yaml')
    if (chartFiles.length === 0 && !all.some(file => file.path.startsWith('requirements.'))) {
      throw invalid('chart-yaml-missing', { path: shown('Chart.yaml') })
    }
    for (const file of chartFiles) {
      await unmarshalMetadata(file, target)
      // Helm 2 did not ask for an apiVersion.
      if (textOf(target, 'apiVersion') === '') target.set('apiVersion', 'v1')
    }
    return target
  }

  const otherFiles = async (all: readonly File[], target: DecodedStruct) => {
    for (const file of all) {
      if (file.path === 'requirements.yaml') await unmarshalMetadata(file, target)
      if (file.path === 'Chart.lock' || file.path === 'requirements.lock') {
        await attempt(file, () => checkLock(file))
      }
      if (file.path === 'values.yaml') await attempt(file, () => checkValues(file))
    }
  }

  const checkLock = async (file: File) => {
    const { value } = await read(file)
    decodeStruct(lockShape, value, new Map(), shown(file.path))
  }

  const checkValues = async (file: File) => {
    const path = shown(file.path)
    const { value, moreDocuments } = await read(file)
    if (value !== null && !isGoMap(value)) {
      throw invalid('yaml-wrong-type', { path, field: '.', expected: 'mapping' })
    }
    checkNumbers(value, path)
    if (moreDocuments) warnings.push({ key: 'several-documents', params: { path } })
  }

  const subcharts = async (all: readonly File[]) => {
    for (const [name, files] of groupSubcharts(all)) {
      const path = shown(`charts/${name}`)
      try {
        if (name.endsWith('.tgz')) await loadNested(files, path)
        else keep(await loadChart(files, step, `${path}/`))
      } catch (error) {
        if (!isAppError(error) || error.code === 'cancelled') throw error
        refusal ??= error
      }
    }
  }

  const loadNested = async ([file]: readonly File[], path: string) => {
    if (!file?.nested) throw invalid('subchart-folder', { path })
    if (isAppError(file.nested)) {
      throw invalid('subchart-damaged', { path })
    }
    keep(await loadChart(file.nested.members, step, `${path}/`))
  }

  const keep = (loaded: LoadedChart) => {
    warnings.push(...loaded.warnings)
    refusal ??= loaded.refusal
  }

  return { metadata, otherFiles, subcharts, findings: () => ({ warnings, refusal }) }
}

/** What lies below charts/, by its first segment, with paths relative to it. A .prov there is a plain file. */
const groupSubcharts = (files: readonly File[]): Map<string, File[]> => {
  const groups = new Map<string, File[]>()
  for (const file of files) {
    if (!file.path.startsWith('charts/') || file.path.endsWith('.prov')) continue
    const [name = '', ...rest] = file.path.slice('charts/'.length).split('/')
    if (/^[_.]/.test(name)) continue
    const group = groups.get(name) ?? []
    groups.set(name, group)
    if (name.endsWith('.tgz'))
      group.push(rest.length === 0 ? file : { path: file.path, bytes: file.bytes })
    else if (rest.length > 0) group.push({ ...file, path: rest.join('/') })
  }
  return groups
}
