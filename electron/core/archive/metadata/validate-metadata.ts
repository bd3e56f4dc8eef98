import { invalid } from '../chart-error.ts'
import { escapeForShow } from '../escape-for-show.ts'
import { isHelmVersion } from './chart-version.ts'
import type { Decoded, DecodedStruct } from './decode-struct.ts'
import { sanitize } from './sanitize.ts'

const sanitizedFields = [
  'name',
  'description',
  'home',
  'icon',
  'condition',
  'tags',
  'appVersion',
  'kubeVersion',
]

/** Helm's Metadata.Validate: sanitises in place, then checks in helm's order. Throws helm's refusal. */
export const validateMetadata = (metadata: DecodedStruct, path: string): void => {
  sanitizeFields(metadata, sanitizedFields)
  sanitizeList(metadata, 'sources')
  sanitizeList(metadata, 'keywords')
  checkName(textOf(metadata, 'name'), path)
  checkVersion(textOf(metadata, 'version'), path)
  const type = textOf(metadata, 'type')
  if (!['', 'application', 'library'].includes(type)) {
    throw invalid('chart-type-invalid', { path, type: shorten(type) })
  }
  for (const item of listOf(metadata, 'maintainers')) {
    if (!(item instanceof Map)) throw invalid('maintainer-null', { path })
    sanitizeFields(item, ['name', 'email', 'url'])
  }
  checkDependencies(listOf(metadata, 'dependencies'), path)
}

export const textOf = (struct: ReadonlyMap<string, Decoded>, field: string): string => {
  const value = struct.get(field)
  return typeof value === 'string' ? value : ''
}

export const listOf = (struct: ReadonlyMap<string, Decoded>, field: string): readonly Decoded[] => {
  const value = struct.get(field)
  return Array.isArray(value) ? value : []
}

const shorten = (text: string) => escapeForShow(text.slice(0, 120))

const sanitizeFields = (struct: DecodedStruct, fields: readonly string[]) => {
  for (const field of fields) {
    const value = struct.get(field)
    if (typeof value === 'string') struct.set(field, sanitize(value))
  }
}

const sanitizeList = (struct: DecodedStruct, field: string) => {
  const items = listOf(struct, field)
  if (items.length === 0) return
  struct.set(
    field,
    items.map(item => (typeof item === 'string' ? sanitize(item) : item)),
  )
}

const checkName = (name: string, path: string) => {
  if (name === '') throw invalid('chart-name-missing', { path })
  // filepath.Base on Linux and macOS keeps a backslash; a file name of ours never holds one.
  if (name === '.' || name === '..' || name.includes('/')) {
    throw invalid('chart-name-invalid', { path, name: shorten(name) })
  }
}

const checkVersion = (version: string, path: string) => {
  if (version === '') throw invalid('chart-version-missing', { path })
  if (!isHelmVersion(version))
    throw invalid('chart-version-invalid', { path, version: shorten(version) })
}

const checkDependencies = (dependencies: readonly Decoded[], path: string) => {
  const seen = new Set<string>()
  for (const item of dependencies) {
    if (!(item instanceof Map)) throw invalid('dependency-null', { path })
    sanitizeFields(item, ['name', 'version', 'repository', 'condition'])
    sanitizeList(item, 'tags')
    const alias = textOf(item, 'alias')
    const name = textOf(item, 'name')
    if (!/^[a-zA-Z0-9_-]*$/.test(alias))
      throw invalid('dependency-alias', { path, name: shorten(name) })
    const key = alias === '' ? name : alias
    if (seen.has(key)) throw invalid('dependency-repeated', { path, name: shorten(key) })
    seen.add(key)
  }
}
