import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInstance } from 'i18next'
import { expect, it } from 'vitest'
import { addWordFormats } from '../../../renderer/lib/word-formats.ts'

const locales = path.join(import.meta.dirname, '..', '..', '..', 'renderer', 'locales', 'en')
const read = (name: string): string => readFileSync(path.join(locales, name), 'utf8')

it('says sizes in words as it does in columns: in units that fit', async () => {
  const words = createInstance()
  await words.init({
    lng: 'en',
    resources: { en: { translation: JSON.parse(read('errors/transfers.json')) } },
  })
  addWordFormats(words)
  const sizes = { sizeBytes: 1_234_567_890, limitBytes: 1_073_741_824 }
  expect(words.t('too-large.pull.title', sizes)).toBe('The archive has 1.2 GB, more than 1.1 GB')
})

it('names no size without its unit', () => {
  // Formatted by who says them, or near enough to each other that only single bytes tell them apart.
  const known = [
    'push.json: {{sizeBytes}}',
    'push.json: {{unpackedSizeBytes}}',
    'errors/registries.json: {{sizeBytes}}',
    'errors/registries.json: {{limitBytes}}',
  ]
  const found = readdirSync(locales, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.json'))
    .flatMap(name => {
      return [...read(name).matchAll(/\{\{\w*Bytes\}\}/g)].map(([size]) => `${name}: ${size}`)
    })
  expect(found.toSorted()).toEqual(known.toSorted())
})
