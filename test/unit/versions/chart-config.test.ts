import { expect, it } from 'vitest'
import { configMismatch } from '../../../electron/core/charts/config-mismatch.ts'
import { readChartConfig } from '../../../electron/core/versions/read-details.ts'

// What turns text around or hides in it is spelled out before it reaches a list.
it('shows no text of a config that is not what it looks like', () => {
  const config = {
    version: '1.0.0',
    appVersion: '\u202e9.9.9',
    description: `safe\u2066\u200b\u001b[31m${'x'.repeat(5000)}`,
  }
  const facts = readChartConfig(new TextEncoder().encode(JSON.stringify(config)))
  expect(facts.version).toBe('1.0.0')
  expect(facts.appVersion).toBe('\\u202e9.9.9')
  expect(facts.description).toMatch(/^safe\\u2066\\u200b\\x1b\[31mx+$/)
  expect(facts.description?.length).toBeLessThan(2100)
})

// As Go reads it: what is not there is empty, and so is what is null.
it.each(['{}', 'null', '{"name":null,"version":""}'])(
  'takes %s for a config that says nothing',
  text => {
    const facts = readChartConfig(new TextEncoder().encode(text))
    expect(facts).toEqual({})
    const params = { name: 'web', version: '1.0.0', configName: '', configVersion: '' }
    expect(configMismatch(params, facts, '1.0.0')).toEqual([{ key: 'config-empty', params }])
  },
)

it.each([
  ['config-without-version', { name: 'web' }],
  ['config-without-name', { version: '1.0.0' }],
  ['config-differs', { name: 'web', version: '2.0.0' }],
])('says %s of what a config leaves out', (key, config) => {
  const facts = readChartConfig(new TextEncoder().encode(JSON.stringify(config)))
  const [warning] = configMismatch({ name: 'web', version: '1.0.0' }, facts, '1.0.0')
  expect(warning?.key).toBe(key)
})
