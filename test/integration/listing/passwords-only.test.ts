import { expect, it, onTestFinished } from 'vitest'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import { cloudsmithApi } from '../../../electron/core/vendors/cloudsmith.ts'
import { dockerHubApi } from '../../../electron/core/vendors/docker-hub.ts'
import { ghcrCatalogPrefix, ghcrPackages } from '../../../electron/core/vendors/ghcr.ts'
import { gitlabApi } from '../../../electron/core/vendors/gitlab.ts'
import { ibmApi } from '../../../electron/core/vendors/ibm.ts'
import { listRepositories } from '../../../electron/core/vendors/list-repositories.ts'
import { quayApi } from '../../../electron/core/vendors/quay.ts'
import { reply } from '../../support/fault-registry/fault-registry.ts'
import { startProviderRig } from '../../support/provider-rig.ts'
import { clientFor, collectAll, failureOf, faultRegistry, never } from '../oci/oci-harness.ts'

const tokens = [
  ['an identity token', { username: '<token>' }],
  ['an identity token of no name', { username: '' }],
  ['a registry token', { username: 'ann', kind: 'registry-token' }],
  ['a registry token of an odd name', { username: 'iamapikey', kind: 'registry-token' }],
  ['a registry token in the name of OAuth', { username: '$oauthtoken', kind: 'registry-token' }],
] as const

const open = async (place: Parameters<typeof startProviderRig>[0]) => {
  const rig = await startProviderRig(place)
  onTestFinished(() => rig.stop())
  return rig
}

/** Strategies that are nothing without a password. */
const needy = [
  [ghcrPackages, { host: 'ghcr.io' }],
  [gitlabApi, { host: 'registry.gitlab.com' }],
  [cloudsmithApi, { host: 'docker.cloudsmith.io', path: 'acme/charts' }],
  [dockerHubApi, { host: 'docker.io' }],
  [quayApi, { host: 'quay.io' }],
  [ibmApi, { host: 'icr.io' }],
] as const

it.each(
  needy.flatMap(([way, place]) =>
    tokens.map(([token, signIn]) => [way.name, token, signIn, way, place] as const),
  ),
)('%s with %s asks nobody', async (_name, _token, signIn, way, place) => {
  const { asked, list } = await open({ ...place, ...signIn })
  expect(await failureOf(list(way))).toMatchObject({ code: 'unsupported', reason: 'no-catalog' })
  expect(asked).toEqual([])
})

/** Strategies that show everybody what is public. */
const modest = [
  [ghcrCatalogPrefix, { host: 'ghcr.io', path: 'acme' }],
  [dockerHubApi, { host: 'docker.io', path: 'acme' }],
  [quayApi, { host: 'quay.io', path: 'acme' }],
] as const

it.each(
  modest.flatMap(([way, place]) =>
    tokens.map(([token, signIn]) => [way.name, token, signIn, way, place] as const),
  ),
)('%s with %s asks as nobody', async (_name, _token, signIn, way, place) => {
  const { server, list } = await open({ ...place, ...signIn })
  server.on(/./, reply(200, { repositories: [], results: [] }))
  await list(way)
  expect(server.requests.map(({ method, headers }) => [method, headers.authorization])).toEqual([
    ['GET', undefined],
  ])
})

it.each(tokens)('harbor-projects with %s asks as nobody', async (_name, signIn) => {
  const registry = await faultRegistry()
  registry.on(/projects/, reply(200, []))
  const credentials = async () => ({ ...signIn, secret: createSecret('the-token') })
  const client = clientFor(registry, { credentials })
  await collectAll(listRepositories(client, 'harbor-projects', { path: '', signal: never }))
  expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([undefined])
})
