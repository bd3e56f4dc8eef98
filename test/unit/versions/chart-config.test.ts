import { expect, it } from 'vitest'
import { readChartConfig } from '../../../electron/core/versions/read-details.ts'

// Security row 46: what turns text around or hides in it is spelled out before it reaches a list.
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
