import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { contract } from '../../../shared/ipc/contract.ts'

const root = path.join(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

const domains = [...new Set(Object.keys(contract).map(method => method.split('.')[0] ?? ''))]
const fileOf = (domain: string) =>
  `${domain.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}.ts`

describe('the endpoints of a domain are in the file of its name', () => {
  it('and there is no other file', () => {
    expect(readdirSync(path.join(root, 'electron/core/endpoints')).toSorted()).toEqual(
      domains.map(fileOf).toSorted(),
    )
  })

  it.each(domains)('%s', domain => {
    const text = read(`electron/core/endpoints/${fileOf(domain)}`)
    const methods = [...text.matchAll(/^ {2}'(\w+\.\w+)': /gm)].map(([, method]) => method)
    const wanted = Object.keys(contract).filter(method => method.startsWith(`${domain}.`))
    expect(methods.toSorted()).toEqual(wanted.toSorted())
  })
})

/** Domains whose values are those of one transfer: its file has them. */
const sharing: Readonly<Record<string, string>> = {
  drafts: 'transfers.ts',
  push: 'transfers.ts',
  pull: 'transfers.ts',
  folders: 'transfers.ts',
}

/** A registry is added with a sign-in and the settings of its connection, which are described where these are. */
const lent = ['signIns.newSignIn', 'connectionChange']

describe('a schema that one domain uses is in the file of its name', () => {
  const text = read('shared/ipc/contract.ts')
  /** `registries` → `registries.ts`; `decisions` → `decisions.ts`: what a name of the text was imported from. */
  const origins = new Map(
    [...text.matchAll(/^import (.+) from '\.\/schemas\/(.+)'$/gm)].flatMap(
      ([, names = '', file = '']) =>
        [...names.replace('* as', '').matchAll(/\w+/g)].map(([name]) => [name, file] as const),
    ),
  )
  const start = text.indexOf('export const contract')
  const code = text.slice(start).replaceAll(/\/\*\*[^]*?\*\/|^ *\/\/.*$/gm, '')
  const entries = code.split(/^ {2}'(?=\w+\.\w+': \{)/m)
  const users = new Map<string, Set<string>>()
  for (const entry of entries.slice(1)) {
    const domain = /^\w+/.exec(entry)?.[0] ?? ''
    for (const [name, first = ''] of entry.matchAll(/(?<![.'\w])(\w+)(?:\.(?!optional)\w+)?/g)) {
      const file = origins.get(first)
      if (file === undefined) continue
      const key = `${name} of ${file}`
      users.set(key, (users.get(key) ?? new Set()).add(sharing[domain] ?? fileOf(domain)))
    }
  }

  it('reads the contract', () => {
    expect(entries.length - 1).toBe(Object.keys(contract).length)
    expect(users.get('registries.registry of registries.ts')?.size).toBeGreaterThan(1)
  })

  it('everywhere', () => {
    const strays = [...users]
      .filter(([key, files]) => files.size === 1 && !key.endsWith(` of ${[...files][0]}`))
      .map(([key]) => key)
      // Values of no domain: names, digests, times.
      .filter(key => !key.endsWith(' of values.ts') && !lent.includes(key.split(' ')[0] ?? ''))
    expect(strays).toEqual([])
  })
})
