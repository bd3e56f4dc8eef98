import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readKeys } from '../../scripts/lib/type-words.ts'

const root = path.join(import.meta.dirname, '..', '..')

const readSources = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name) && !/^(types|locales)\b/.test(name))
    .map(name => readFileSync(path.join(root, folder, name), 'utf8'))

const sources = readSources('renderer')

const literals = new Set(
  [...sources, ...readSources('shared')].flatMap(text =>
    [...text.matchAll(/'([\w.-]+)'/g)].map(([, literal = '']) => literal),
  ),
)

const hole = /\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\}/g

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

/** What a hole can stand for: one of two words, where it chooses between them, else any part of a key. */
const partsIn = (text: string): string => {
  const [, one, other] = /^[^?]+\?\s*'([\w-]+)'\s*:\s*'([\w-]+)'\}$/.exec(text) ?? []
  return one && other ? `(?:${escaped(one)}|${escaped(other)})` : '([^.]+)'
}

const template = /(\bt\(\s*)?`([\w-]+\.(?:[^`$]|\$\{(?:[^{}`]|\{[^{}]*\}|`[^`]*`)*\})*)`/g

/** Templates that begin with the name of an area. What is no argument of `t` may be the branch around a key. */
const patterns = sources.flatMap(text =>
  [...text.matchAll(template)].map(([, isArgument, pattern = '']) => {
    const holes = pattern.match(hole) ?? []
    const [first = '', ...rest] = pattern.split(hole).map(escaped)
    const body = rest.map((part, at) => partsIn(holes[at] ?? '') + part).join('')
    return new RegExp(`^${first}${body}${isArgument === undefined ? '(?:\\.|$)' : '$'}`)
  }),
)

const names = new Set(
  sources.flatMap(text => [...text.matchAll(/\b(\w+):/g)].map(([, name = '']) => name)),
)

/** A key of two parts may come from a template that leaves the whole second part open: then that part stands somewhere. */
const isMadeBy = (pattern: RegExp, key: string): boolean => {
  const [, part] = pattern.exec(key) ?? [undefined, undefined]
  if (!pattern.test(key)) return false
  return key.split('.').length > 2 || part === undefined || literals.has(part) || names.has(part)
}

/** Whose words are asked for by what the core says; each area has a test of its own for that. */
const isSaidByTheCore = (key: string): boolean => /^(errors|warnings)\./.test(key)

/** The key itself, or the branch around it: `registries.decision` and then one of its words. */
const waysToSay = (key: string): string[] => {
  const parts = key.split('.')
  return parts.map((_part, at) => parts.slice(0, at + 1).join('.')).filter(one => one.includes('.'))
}

const isSaid = (key: string): boolean =>
  waysToSay(key).some(way => literals.has(way)) || patterns.some(pattern => isMadeBy(pattern, key))

describe('the English words', () => {
  const keys = [...readKeys().keys()]

  it('are read whole', () => {
    expect(keys.length).toBeGreaterThan(1000)
    expect(readKeys().get('shell.signedInAs')).toEqual(new Map([['username', 'text']]))
    expect(readKeys().get('common.signInAgainFor')).toEqual(new Map([['count', 'number']]))
  })

  it('are all said somewhere', () => {
    expect(keys.filter(key => !isSaidByTheCore(key) && !isSaid(key))).toEqual([])
  })

  it('would be missed', () => {
    expect(isSaid('shell.nobodySaysThis')).toBe(false)
    expect(isSaid('shell.path')).toBe(true)
  })
})
