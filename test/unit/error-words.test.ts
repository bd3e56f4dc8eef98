import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { reasonsByCode } from '../../shared/error-reasons.ts'

const root = path.join(import.meta.dirname, '..', '..')
const errorsFolder = path.join(root, 'renderer', 'locales', 'en', 'errors')

type Words = Record<string, Record<string, { title?: string; advice?: string }>>

const words: Words = {}
for (const name of readdirSync(errorsFolder)) {
  const file: Words = JSON.parse(readFileSync(path.join(errorsFolder, name), 'utf8'))
  for (const [code, reasons] of Object.entries(file)) words[code] = { ...words[code], ...reasons }
}

const all = Object.entries(reasonsByCode).flatMap(([code, reasons]) =>
  reasons.map(reason => ({ code, reason })),
)

const sources = ['shared', 'electron', 'renderer'].flatMap(folder =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(ts|tsx)$/.test(name) && name !== 'error-reasons.ts')
    .map(name => readFileSync(path.join(root, folder, name), 'utf8')),
)

describe('every error a user can meet', () => {
  it.each(all)('$code/$reason says what happened and what to do', ({ code, reason }) => {
    const said = words[code]?.[reason]
    expect(said?.title ?? '').not.toBe('')
    expect(said?.advice ?? '').not.toBe('')
    const text = `${said?.title} ${said?.advice}`
    expect(text).not.toMatch(/!|please|oops/i)
  })

  it('has a reason that something gives', () => {
    const unused = all.filter(({ reason }) => !sources.some(text => text.includes(`'${reason}'`)))
    expect(unused).toEqual([])
  })

  it('has no words that nobody says', () => {
    const orphans = Object.entries(words).flatMap(([code, reasons]) =>
      Object.keys(reasons)
        .filter(reason => !all.some(one => one.code === code && one.reason === reason))
        .map(reason => `${code}/${reason}`),
    )
    expect(orphans).toEqual([])
  })
})
