import type { DecodedStruct } from './decode-struct.ts'
import { listOf, textOf } from './validate-metadata.ts'

const prefix = 'org.opencontainers.image.'
export const createdAnnotation = `${prefix}created`
const immutable = new Set([`${prefix}title`, `${prefix}version`])

/**
 * The manifest annotations helm makes of Chart.yaml (pkg/registry/chart.go), without `created`, which comes from the
 * file's time unless a chart annotation names it.
 */
export const helmAnnotations = (metadata: DecodedStruct): [string, string][] => {
  const annotations = new Map<string, string>()
  const set = (key: string, value: string) => {
    if (/[^\p{White_Space}]/u.test(value)) annotations.set(key, value)
  }
  set(`${prefix}description`, textOf(metadata, 'description'))
  set(`${prefix}title`, textOf(metadata, 'name'))
  set(`${prefix}version`, textOf(metadata, 'version'))
  set(`${prefix}url`, textOf(metadata, 'home'))
  const [source] = listOf(metadata, 'sources')
  if (typeof source === 'string') set(`${prefix}source`, source)
  set(`${prefix}authors`, authors(metadata))
  const own = metadata.get('annotations')
  if (own instanceof Map) {
    for (const key of own.keys()) if (!immutable.has(key)) annotations.set(key, textOf(own, key))
  }
  return [...annotations]
}

const authors = (metadata: DecodedStruct): string =>
  listOf(metadata, 'maintainers')
    .map(item => {
      if (!(item instanceof Map)) return ''
      const email = textOf(item, 'email')
      return textOf(item, 'name') + (email === '' ? '' : ` (${email})`)
    })
    .join(', ')
