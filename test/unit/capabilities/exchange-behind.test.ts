import { expect, it } from 'vitest'
import { exchangeBehind } from '../../../electron/core/capabilities/exchange-behind.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'

const exchange = (path: string): RecordedExchange => ({
  id: path,
  method: 'GET',
  url: `https://harbor.example${path}`,
  startedAtMs: 0,
  tookMs: 1,
  request: { headers: [] },
  response: { status: 200, headers: [], bodyBytes: 0, bodyCut: false },
})

const summary = exchange('/api/v2.0/projects/team/summary')
const manifest = exchange('/v2/team/app/manifests/1.0.0')
const projects = exchange('/api/v2.0/projects?page=1&page_size=100')

it.each([
  ['a project’s summary, where a quota was told', [projects, summary, manifest], summary],
  ['a manifest, where no project was asked about', [projects, manifest], manifest],
  ['nothing that could tell it', [projects], undefined],
])('behind the limits is %s', (_name, log, behind) => {
  expect(exchangeBehind('rate-limit', log)).toBe(behind)
})
