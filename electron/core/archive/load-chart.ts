import { isAppError, type AppError } from '../../../shared/errors.ts'
import { invalid, tooLarge } from './chart-error.ts'
import { archiveLimits } from './archive-limits.ts'
import { escapeForShow } from './escape-for-show.ts'
import { both, firstOf, noRefusals, saying, type HelmRefusals } from './helm-refusals.ts'
import { loadValues } from './load-values.ts'
import { decodeStruct, type DecodedStruct } from './metadata/decode-struct.ts'
import { lockShape, metadataShape } from './metadata/shapes.ts'
import { textOf, validateMetadata } from './metadata/validate-metadata.ts'
import type { ArchiveMember, ReadArchive } from './read-archive.ts'
import type { WarningList } from './warning-list.ts'
import { readYaml, type YamlDocument } from './yaml/read-yaml.ts'

/** Announces a step that parses text of a stranger, so that whoever watches can end a hanging process. */
export type ParseStep = <T>(path: string, parse: () => T) => Promise<T>

export type LoadedChart = {
  readonly metadata: DecodedStruct
  /** Why helm does not load the chart although its Chart.yaml can be read: values, locks, subcharts. */
  readonly refusals: HelmRefusals
}

type File = Pick<ArchiveMember, 'path' | 'bytes' | 'sizeBytes' | 'nested'>

/**
 * Helm's LoadFiles (pkg/chart/v2/loader/load.go): Chart.yaml first wherever it stands, then locks, values and the old
 * requirements files, validation, and the same for every subchart. Throws where there is no usable Chart.yaml.
 */
export const loadChart = async (
  { members, oversized }: Pick<ReadArchive, 'members' | 'oversized'>,
  step: ParseStep,
  odd: WarningList,
  shownBelow = '',
): Promise<LoadedChart> => {
  const { refusals, ...loaded } = await loadFiles(members, step, odd, shownBelow)
  return { ...loaded, refusals: firstOf(oversizedFile(oversized), refusals) }
}

/** Helm 3 reads no archive with such a file in it. */
const oversizedFile = (name: string | undefined): HelmRefusals => {
  if (name === undefined) return noRefusals
  const limit = archiveLimits.fileBytes
  const said = `decompressed chart file "${name}" is larger than the maximum file size ${limit}`
  return { ...noRefusals, helm3: invalid('archive-file-size', { said: escapeForShow(said) }) }
}

const loadFiles = async (
  files: readonly File[],
  step: ParseStep,
  odd: WarningList,
  shownBelow: string,
): Promise<LoadedChart> => {
  const load = createLoad(step, odd, shownBelow)
  const metadata = await load.metadata(files)
  await load.otherFiles(files, metadata)
  validateMetadata(metadata, `${shownBelow}Chart.yaml`)
  await load.subcharts(files, textOf(metadata, 'name'))
  return { metadata, refusals: load.refusals() }
}

const clip = (text: string) => escapeForShow(text.slice(0, 120)).slice(0, 120)

const createLoad = (step: ParseStep, odd: WarningList, shownBelow: string) => {
  let refusals = noRefusals

  const shown = (path: string) => shownBelow + escapeForShow(path)

  const parse = async <T>(file: File, read: (bytes: Uint8Array, path: string) => T): Promise<T> => {
    const path = shown(file.path)
    if (file.sizeBytes > archiveLimits.yamlTextBytes) {
      throw tooLarge('yaml-text', { path, limitBytes: archiveLimits.yamlTextBytes })
    }
    return await step(path, () => read(file.bytes, path))
  }

  const tellDuplicates = (file: File, { duplicateKeys }: YamlDocument) => {
    const path = shown(file.path)
    for (const { key, firstLine, line } of duplicateKeys) {
      odd.add({ key: 'duplicate-key', params: { path, field: clip(key), firstLine, line } })
    }
  }

  const read = async (file: File) => {
    const document = await parse(file, readYaml)
    tellDuplicates(file, document)
    return document
  }

  /** Names the file in what helm says. */
  const loading = async (file: File, run: () => Promise<void>) => {
    try {
      await run()
    } catch (error) {
      throw saying(`cannot load ${file.path}`, error)
    }
  }

  /** Notes the first refusal; a limit of ours is only a warning, for helm may load the file. */
  const attempt = async (file: File, run: () => Promise<void>) => {
    try {
      await run()
    } catch (error) {
      if (!isAppError(error)) throw error
      if (error.code === 'invalid-input') refusals = firstOf(refusals, both(error))
      else odd.add({ key: 'not-checked', params: { path: shown(file.path) } })
    }
  }

  const unmarshalMetadata = async (file: File, target: DecodedStruct) => {
    const { value } = await read(file)
    const path = shown(file.path)
    decodeStruct(metadataShape, value, target, path, (field, written, read) => {
      odd.add({
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
      await loading(file, () => unmarshalMetadata(file, target))
      // Helm 2 did not ask for an apiVersion.
      if (textOf(target, 'apiVersion') === '') target.set('apiVersion', 'v1')
    }
    return target
  }

  const otherFiles = async (all: readonly File[], target: DecodedStruct) => {
    for (const file of all) {
      if (file.path === 'requirements.yaml') {
        await loading(file, () => unmarshalMetadata(file, target))
      }
      if (file.path === 'Chart.lock' || file.path === 'requirements.lock') {
        await attempt(file, () => loading(file, () => checkLock(file)))
      }
      if (file.path === 'values.yaml') await attempt(file, () => checkValues(file))
    }
  }

  const checkLock = async (file: File) => {
    const { value } = await read(file)
    decodeStruct(lockShape, value, new Map(), shown(file.path))
  }

  const checkValues = async (file: File) => {
    const { first, refusals: found } = await parse(file, loadValues)
    if (first) tellDuplicates(file, first)
    if (first?.moreDocuments && !found.helm3 && !found.helm4) {
      odd.add({ key: 'several-documents', params: { path: shown(file.path) } })
    }
    refusals = firstOf(refusals, found)
  }

  const subcharts = async (all: readonly File[], parent: string) => {
    for (const [name, files] of groupSubcharts(all)) {
      const path = shown(`charts/${name}`)
      try {
        const loaded = name.endsWith('.tgz')
          ? await loadNested(files, path)
          : await loadFiles(files, step, odd, `${path}/`)
        keep(loaded.refusals, `error unpacking subchart ${name} in ${parent}`)
      } catch (error) {
        if (!isAppError(error) || error.code === 'cancelled') throw error
        keep(both(error), `error unpacking subchart ${name} in ${parent}`)
      }
    }
  }

  const loadNested = async ([file]: readonly File[], path: string) => {
    if (!file?.nested) throw invalid('subchart-folder', { path })
    if (isAppError(file.nested)) {
      throw invalid('subchart-damaged', { path })
    }
    return await loadChart(file.nested, step, odd, `${path}/`)
  }

  const keep = ({ helm3, helm4 }: HelmRefusals, doing: string) => {
    const told = (refusal: AppError | undefined) => refusal && saying(doing, refusal)
    refusals = firstOf(refusals, { helm3: told(helm3), helm4: told(helm4) })
  }

  return { metadata, otherFiles, subcharts, refusals: () => refusals }
}

const withoutMembers = ({ path, bytes, sizeBytes }: File): File => ({ path, bytes, sizeBytes })

/** What lies below charts/, by its first segment, with paths relative to it. A .prov there is a plain file. */
const groupSubcharts = (files: readonly File[]): Map<string, File[]> => {
  const groups = new Map<string, File[]>()
  for (const file of files) {
    if (!file.path.startsWith('charts/') || file.path.endsWith('.prov')) continue
    const [name = '', ...rest] = file.path.slice('charts/'.length).split('/')
    if (/^[_.]/.test(name)) continue
    const group = groups.get(name) ?? []
    groups.set(name, group)
    if (name.endsWith('.tgz')) group.push(rest.length === 0 ? file : withoutMembers(file))
    else if (rest.length > 0) group.push({ ...file, path: rest.join('/') })
  }
  return groups
}
