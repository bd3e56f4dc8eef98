import { expect, it } from 'vitest'
import { closestRegistry } from '../../../shared/model/closest-registry.ts'

const registries = ['', 'team', 'team/charts', 'teams'].map(path => ({ host: 'r.example', path }))

it.each([
  ['team/charts/web', 'team/charts'],
  ['team/charts', 'team/charts'],
  ['team/chartsmith', 'team'],
  ['teams/web', 'teams'],
  ['other', ''],
])('%s is opened in the registry added as "%s"', (repository, path) => {
  expect(closestRegistry(registries, { host: 'r.example', repository })?.path).toBe(path)
})

it('another host or a path beside it opens nothing', () => {
  expect(closestRegistry(registries, { host: 'r.example:5000', repository: 'web' })).toBeUndefined()
  expect(
    closestRegistry(registries.slice(1), { host: 'r.example', repository: 'other' }),
  ).toBeUndefined()
})
