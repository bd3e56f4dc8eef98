import i18next from 'i18next'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import errors from '../../../renderer/locales/en/errors/chart.json' with { type: 'json' }
import warnings from '../../../renderer/locales/en/warnings.json' with { type: 'json' }

const core = path.resolve(import.meta.dirname, '../../../electron/core')

/** Every key that the core can send as a warning: they are written in full where they are made. */
const sentKeys = (): string[] => {
  const sources = globSync(['archive/**/*.ts', 'charts/**/*.ts', 'transfers/pull/pull-plan.ts'], {
    cwd: core,
  })
  const found = sources.flatMap(file => [
    ...readFileSync(path.join(core, file), 'utf8').matchAll(/key: '([a-z0-9-]+)'/g),
  ])
  return [...new Set(found.map(match => match[1] ?? ''))].toSorted()
}

describe('the words of warnings', () => {
  beforeAll(() =>
    i18next.init({
      lng: 'en',
      resources: { en: { translation: { warnings, errors } } },
      interpolation: { escapeValue: false },
    }),
  )

  test('are there for every key that is sent, and for no other', () => {
    const { 'looks-like': _named, groups: _groups, members: _members, ...texts } = warnings
    const counted = 'more-warnings'
    expect([...Object.keys(texts), counted].toSorted()).toEqual(sentKeys())
  })

  test('what can be there many times has a title for all and a line for each', () => {
    const { groups, members } = warnings
    const titled = Object.keys(groups).map(key => key.replace(/_other$/, ''))
    expect(titled).toEqual(Object.keys(members))
    for (const key of titled) expect(Object.keys(warnings)).toContain(key)
    const told = i18next.t('warnings.groups.link-not-followed', { count: 3, shown: '3' })
    expect(told).toBe('3 entries are links; Helm takes them for empty files')
  })

  test('a refusal says what the file looks like, and takes no words from a chart for its own', () => {
    const advice = (looksLike: string) =>
      i18next.t('errors.invalid-input.not-an-archive.advice', { looksLike })
    expect(advice('zip')).toBe('It looks like a zip file. A chart is a .tgz made by helm package.')
    const title = i18next.t('errors.invalid-input.chart-name-invalid.title', {
      path: 'Chart.yaml',
      name: '$t(warnings.end-missing)',
    })
    expect(title).toContain('$t(warnings.end-missing)')
  })
})
