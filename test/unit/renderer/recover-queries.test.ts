import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, onTestFinished } from 'vitest'
import { recoverQueries } from '../../../renderer/lib/recover-queries.ts'
import { AppError } from '../../../shared/errors.ts'

const away = new AppError('unreachable', 'connection-refused', {})

/** A pane on the screen, and how often it asked. */
const show = (client: QueryClient, queryKey: readonly unknown[], answer: () => unknown) => {
  let asked = 0
  const queryFn = async () => {
    asked += 1
    return answer()
  }
  const observer = new QueryObserver(client, { queryKey, queryFn, retry: false })
  onTestFinished(observer.subscribe(() => {}))
  return {
    asked: () => asked,
    ended: () => expect.poll(() => asked > 0 && !observer.getCurrentResult().isFetching).toBe(true),
    state: () => observer.getCurrentResult().status,
  }
}

it('asks again for what failed on the way to a registry, in every pane, and for nothing else', async () => {
  const client = new QueryClient()
  onTestFinished(() => client.clear())
  let isDown = true
  const upOrDown = () => (isDown ? Promise.reject(away) : 'here')
  const place = { registryId: 'r1', repository: 'team/demo' }
  const panes = {
    versions: show(client, ['versions', 'list', place], upOrDown),
    chart: show(client, ['charts', 'read', { source: { from: 'registry', ...place } }], upOrDown),
    repositories: show(client, ['repositories', 'list', { registryId: 'r1' }], () => ({
      end: { saved: isDown },
    })),
    other: show(client, ['versions', 'list', { registryId: 'r2' }], () => Promise.reject(away)),
    noChart: show(client, ['charts', 'manifest', place], () =>
      Promise.reject(new AppError('unsupported', 'no-chart-layer')),
    ),
    fine: show(client, ['registries', 'page', { registryId: 'r1' }], () => 'here'),
  }
  for (const pane of Object.values(panes)) await pane.ended()
  isDown = false
  await recoverQueries(client, 'r1')
  const asked = Object.fromEntries(
    Object.entries(panes).map(([name, pane]) => [name, pane.asked()]),
  )
  expect(asked).toEqual({
    versions: 2,
    chart: 2,
    repositories: 2,
    other: 1,
    noChart: 1,
    fine: 1,
  })
  expect(panes.versions.state()).toBe('success')
  expect(panes.chart.state()).toBe('success')
})

it('does not ask over and over for what fails while the registry answers everything else', async () => {
  const client = new QueryClient()
  onTestFinished(() => client.clear())
  const pane = show(client, ['versions', 'list', { registryId: 'r1' }], () => Promise.reject(away))
  await pane.ended()
  for (let turns = 0; turns < 5; turns += 1) await recoverQueries(client, 'r1')
  expect(pane.asked()).toBe(2)
})
