import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

type Words = { [key: string]: string | Words }

const root = path.join(import.meta.dirname, '..', '..')
const english = path.join(root, 'renderer', 'locales', 'en')
const target = path.join(root, 'renderer', 'locales', 'english.d.ts')

/** The branch that a file is: its own name, and one for all errors. */
const areaOf = (file: string): string =>
  file.startsWith(`errors${path.sep}`) ? 'errors' : path.basename(file, '.json')

/** Key and text of every leaf. */
const leavesOf = (prefix: string, words: Words): (readonly [key: string, text: string])[] =>
  Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string'
      ? [[`${prefix}.${name}`, value] as const]
      : leavesOf(`${prefix}.${name}`, value),
  )

const plural = /_(zero|one|two|few|many|other)$/
const hole = /\{\{-?\s*(\w+)\s*(?:,\s*(\w+))?[^}]*\}\}/g

/** All keys of the English words, plural forms counted as one, each with the types of what its text names. */
export const readKeys = (): Map<string, Map<string, 'number' | 'text'>> => {
  const keys = new Map<string, Map<string, 'number' | 'text'>>()
  const files = readdirSync(english, { recursive: true, encoding: 'utf8' })
  for (const file of files.filter(name => name.endsWith('.json')).toSorted()) {
    const words: Words = JSON.parse(readFileSync(path.join(english, file), 'utf8'))
    for (const [leaf, text] of leavesOf(areaOf(file), words)) {
      const key = leaf.replace(plural, '')
      const params = keys.get(key) ?? new Map<string, 'number' | 'text'>()
      keys.set(key, params)
      if (key !== leaf) params.set('count', 'number')
      for (const [, name = '', format] of text.matchAll(hole))
        if (!params.has(name)) params.set(name, format === 'bytes' ? 'number' : 'text')
    }
  }
  return keys
}

/** Writes the type of the English words: `t()` takes these keys with these parameters, and no others. */
export const typeWords = (): void => {
  const lines = [...readKeys()].map(([key, params]) => {
    const members = [...params].map(
      ([name, kind]) => `${name}: ${kind === 'number' ? 'number' : 'string | number'}`,
    )
    return `  '${key}': { ${members.join('; ')} }`
  })
  const text = [
    '// Made of renderer/locales/en by `npm run typecheck`.',
    'export interface EnglishWords {',
    ...lines,
    '}',
    '',
  ].join('\n')
  // What did not change keeps its time, so that the compiler need not look at it again.
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text)
}
