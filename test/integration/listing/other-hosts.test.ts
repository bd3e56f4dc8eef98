import { describe, expect, it, onTestFinished } from 'vitest'
import { cloudsmithApi } from '../../../electron/core/vendors/cloudsmith.ts'
import { dockerHubApi } from '../../../electron/core/vendors/docker-hub.ts'
import { ecrDescribe } from '../../../electron/core/vendors/ecr.ts'
import { ghcrPackages } from '../../../electron/core/vendors/ghcr.ts'
import { ibmApi } from '../../../electron/core/vendors/ibm.ts'
import { hidden } from '../../../electron/core/http/base/hide-patterns.ts'
import { createSignAws } from '../../../electron/core/vendors/aws/sign-aws.ts'
import { reply } from '../../support/fault-registry/fault-registry.ts'
import { startProviderRig } from '../../support/provider-rig.ts'
import { failureOf, sink } from '../oci/oci-harness.ts'

const rig = async (options: Parameters<typeof startProviderRig>[0]) => {
  const started = await startProviderRig(options)
  onTestFinished(() => started.stop())
  return started
}

describe('Docker Hub', () => {
  const hub = 'https://hub.docker.com'
  const first = 'GET https://hub.docker.com/v2/repositories/ann/?page_size=100'
  const item = (name: string) => ({ name, namespace: 'ann' })

  it('gives the PAT for a token and reads the pages of the user’s namespace', async () => {
    const { server, asked, list, secret, remembered, exchanges } = await rig({
      host: 'docker.io',
      username: 'Ann',
    })
    server.on(/auth\/token/, reply(200, { access_token: 'the-hub-token' }))
    server.on(/repositories/, reply(200, { next: null, results: [item('b')] }))
    const next = `${server.origin}/v2/repositories/ann/?page=2&page_size=100`
    server.on(/page_size=100$/, reply(200, { next, results: [item('a')] }), 1)
    expect(await list(dockerHubApi)).toEqual({
      names: ['ann/a', 'ann/b'],
      skipped: 0,
      truncated: false,
    })
    expect(asked.slice(0, 2)).toEqual([`POST ${hub}/v2/auth/token`, first])
    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({ identifier: 'Ann', secret })
    expect(server.requests.slice(1).map(({ headers }) => headers.authorization)).toEqual([
      'Bearer the-hub-token',
      'Bearer the-hub-token',
    ])
    expect(remembered).toEqual(['the-hub-token'])
    // By their kind, not by what the redactor finds: a secret may look like anything.
    const [{ request, response } = {}] = exchanges
    expect(JSON.parse(request?.body ?? '')).toEqual({ identifier: hidden, secret: hidden })
    expect(JSON.parse(response?.body ?? '')).toEqual({ access_token: hidden })
  })

  it('signs in the old way where the new one is not known', async () => {
    const { server, list } = await rig({ host: 'docker.io', username: 'ann' })
    server.on(/auth\/token/, reply(404, ''))
    server.on(/users\/login/, reply(200, { token: 'old-token' }))
    server.on(/repositories/, reply(200, { results: [] }))
    await list(dockerHubApi)
    expect(server.requests.at(-1)?.headers.authorization).toBe('JWT old-token')
  })

  it('reads a namespace as nobody', async () => {
    const { server, asked, list } = await rig({ host: 'docker.io', path: 'bitnamicharts' })
    server.on(
      /repositories/,
      reply(200, { results: [{ name: 'nginx', namespace: 'bitnamicharts' }] }),
    )
    expect((await list(dockerHubApi)).names).toEqual(['bitnamicharts/nginx'])
    expect(asked).toEqual([`GET ${hub}/v2/repositories/bitnamicharts/?page_size=100`])
    expect(server.requests[0]?.headers.authorization).toBeUndefined()
  })

  it('leaves a next page at another host alone', async () => {
    const { server, list } = await rig({ host: 'docker.io', path: 'ann' })
    const elsewhere = await sink()
    server.on(
      /repositories/,
      reply(200, { next: `${elsewhere.origin}/v2/x`, results: [item('a')] }),
    )
    expect(await list(dockerHubApi)).toMatchObject({ names: ['ann/a'], truncated: true })
    expect(elsewhere.requests).toHaveLength(0)
  })

  it('does not go on as nobody when the sign-in is refused', async () => {
    const { server, list } = await rig({ host: 'docker.io', username: 'ann' })
    server.on(/auth\/token/, reply(401, { detail: 'Incorrect authentication credentials' }))
    expect(await failureOf(list(dockerHubApi))).toMatchObject({ code: 'unauthorized' })
    expect(server.log()).toEqual(['POST /v2/auth/token'])
  })

  it.each([
    ['docker.io', true],
    ['registry-1.docker.io', true],
    ['harbor.example', false],
    ['docker.io.example', false],
  ])('is for %s: %s, whatever the registry says it is', (host, fits) => {
    const place = { host, path: '', vendor: 'docker-hub', signedIn: true, hasAws: false } as const
    expect(dockerHubApi.fits(place)).toBe(fits)
  })
})

describe('GitHub', () => {
  const api = 'https://api.github.com'
  const query = 'packages?package_type=container&per_page=100'
  const item = (name: string) => ({ name, owner: { login: 'Ann' } })

  it('reads the user’s own packages with the token, page by page', async () => {
    const { server, asked, list, secret } = await rig({
      host: 'ghcr.io',
      username: 'Ann',
      path: 'ann',
    })
    server.on(/page=2/, reply(200, [item('Charts/B')]))
    const link = { link: `<${server.origin}/user/${query}&page=2>; rel="next", <x>; rel="last"` }
    server.on(/per_page=100$/, reply(200, [item('a')], link))
    expect((await list(ghcrPackages)).names).toEqual(['ann/a', 'ann/charts/b'])
    expect(asked[0]).toBe(`GET ${api}/user/${query}`)
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${secret}`,
      `Bearer ${secret}`,
    ])
  })

  it('looks for an organization, then for a user', async () => {
    const { server, asked, list } = await rig({
      host: 'ghcr.io',
      username: 'ann',
      path: 'other/charts',
    })
    server.on(/orgs/, reply(404, { message: 'Not Found' }))
    server.on(/users/, reply(200, [{ name: 'x', owner: { login: 'other' } }, { name: 'y' }]))
    expect(await list(ghcrPackages)).toEqual({ names: ['other/x'], skipped: 1, truncated: false })
    expect(asked).toEqual([`GET ${api}/orgs/other/${query}`, `GET ${api}/users/other/${query}`])
  })

  it('says when the token may not read packages', async () => {
    const { server, list } = await rig({ host: 'ghcr.io', username: 'ann' })
    server.on(/user/, reply(403, { message: 'You need at least read:packages scope' }))
    expect(await failureOf(list(ghcrPackages))).toMatchObject({ code: 'forbidden' })
  })

  it('is for ghcr.io alone, and with a token', () => {
    const place = {
      host: 'ghcr.io',
      path: '',
      vendor: 'ghcr',
      signedIn: true,
      hasAws: false,
    } as const
    expect(ghcrPackages.fits(place)).toBe(true)
    expect(ghcrPackages.fits({ ...place, signedIn: false })).toBe(false)
    expect(ghcrPackages.fits({ ...place, host: 'registry.example' })).toBe(false)
  })
})

describe('IBM Cloud', () => {
  const iam = 'https://iam.cloud.ibm.com'
  const query = (namespace: string) =>
    `namespace=${namespace}&includeManifestLists=true&vulnerabilities=false`
  const image = (name: string, tag: string) => ({
    RepoTags: [`us.icr.io/${name}:${tag}`],
    RepoDigests: [`us.icr.io/${name}@sha256:${'a'.repeat(64)}`],
  })
  const ibm = async (options: { host?: string; username?: string; path?: string }) => {
    const started = await rig({ host: 'us.icr.io', username: 'iamapikey', ...options })
    const { server } = started
    server.on(/identity\/token/, reply(200, { access_token: 'the-iam-token' }))
    server.on(/apikeys\/details/, reply(200, { account_id: 'account-1' }))
    return started
  }

  it('gives the API key for a token and reads namespace after namespace of its account', async () => {
    const { server, asked, list, secret, remembered } = await ibm({})
    server.on(/v1\/namespaces/, reply(200, ['team', 'empty']))
    server.on(/namespace=team&/, reply(200, [image('team/a', '1'), image('team/a', '2'), {}]))
    server.on(/namespace=empty&/, reply(200, []))
    expect(await list(ibmApi)).toEqual({ names: ['team/a'], skipped: 0, truncated: false })
    expect(asked).toEqual([
      `POST ${iam}/identity/token`,
      `GET ${iam}/v1/apikeys/details`,
      'GET https://us.icr.io/api/v1/namespaces',
      `GET https://us.icr.io/api/v1/images?${query('team')}`,
      `GET https://us.icr.io/api/v1/images?${query('empty')}`,
    ])
    expect(Object.fromEntries(new URLSearchParams(String(server.requests[0]?.body)))).toEqual({
      grant_type: 'urn:ibm:params:oauth:grant-type:apikey',
      apikey: secret,
    })
    expect(server.requests.map(({ headers }) => headers['iam-apikey'])).toEqual([
      undefined,
      secret,
      undefined,
      undefined,
      undefined,
    ])
    for (const { headers } of server.requests.slice(2)) {
      expect(headers).toMatchObject({ authorization: 'Bearer the-iam-token', account: 'account-1' })
    }
    expect(remembered).toEqual(['the-iam-token'])
  })

  it('asks for the namespace of the path alone, and counts what is no reference', async () => {
    const { server, asked, list } = await ibm({ path: 'team/charts' })
    const odd = { RepoTags: ['us.icr.io/Team/A:1', 7], RepoDigests: null }
    server.on(/v1\/images/, reply(200, [odd, image('team/charts/web', '1.0_2')]))
    expect(await list(ibmApi)).toEqual({ names: ['team/charts/web'], skipped: 2, truncated: false })
    expect(asked.slice(2)).toEqual([`GET https://us.icr.io/api/v1/images?${query('team')}`])
  })

  it.each([
    ['an IAM token in place of an API key', { username: 'iambearer' }],
    ['another host, whoever chose it', { host: 'registry.example' }],
  ])('asks nobody with %s', async (_name, options) => {
    const { asked, list } = await ibm(options)
    expect(await failureOf(list(ibmApi))).toMatchObject({ reason: 'no-catalog' })
    expect(asked).toEqual([])
  })

  it.each([
    ['token', /identity\/token/, { access_token: 'a\r\nb' }],
    ['account', /apikeys\/details/, { account_id: null }],
  ])('does not go on with a %s that is none', async (_name, path, answer) => {
    const { server, list } = await rig({ host: 'icr.io', username: 'iamapikey' })
    server.on(/identity\/token/, reply(200, { access_token: 'the-iam-token' }))
    server.on(path, reply(200, answer))
    expect(await failureOf(list(ibmApi))).toMatchObject({ reason: 'malformed-answer' })
    expect(server.log().join()).not.toContain('/api/v1/')
  })

  it.each([
    ['icr.io', true],
    ['de.icr.io', true],
    ['private.jp2.icr.io', true],
    ['nowhere.icr.io', false],
    ['de.icr.io.example', false],
  ])('is for %s: %s, whatever the registry says it is', (host, fits) => {
    const place = { host, path: '', vendor: 'ibm', signedIn: true, hasAws: false } as const
    expect(ibmApi.fits(place)).toBe(fits)
    expect(ibmApi.fits({ ...place, signedIn: false })).toBe(false)
  })
})

describe('Amazon ECR', () => {
  const host = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'aws-secret-key' }

  it('describes repositories with the user’s AWS credentials, not with the registry’s sign-in', async () => {
    const signAws = createSignAws(credentials, () => Date.UTC(2026, 0, 2))
    const { server, asked, list, secret } = await rig({ host, username: 'AWS', signAws })
    const page = (name: string, nextToken?: string) =>
      reply(200, { repositories: [{ repositoryName: name }], nextToken })
    server.on(/POST/, page('team/b'))
    server.on(/POST/, page('team/a', 'opaque=='), 1)
    expect((await list(ecrDescribe)).names).toEqual(['team/a', 'team/b'])
    expect(asked).toEqual(Array(2).fill('POST https://api.ecr.eu-west-1.amazonaws.com/'))
    expect(server.requests.map(({ body }) => JSON.parse(String(body)))).toEqual([
      { registryId: '123456789012', maxResults: 1000 },
      { registryId: '123456789012', maxResults: 1000, nextToken: 'opaque==' },
    ])
    const headers = server.requests[0]?.headers
    expect(headers?.['x-amz-target']).toBe(
      'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories',
    )
    expect(headers?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260102\/eu-west-1\/ecr\/aws4_request, /,
    )
    const sent = JSON.stringify(
      server.requests.map(request => [request.headers, String(request.body)]),
    )
    expect(sent).not.toContain(secret)
    expect(sent).not.toContain(credentials.secretAccessKey)
  })

  it('fits where the host is ECR’s and credentials are there', () => {
    const place = { host, path: '', vendor: 'ecr', signedIn: false, hasAws: true } as const
    expect(ecrDescribe.fits(place)).toBe(true)
    expect(ecrDescribe.fits({ ...place, hasAws: false })).toBe(false)
    expect(ecrDescribe.fits({ ...place, host: 'ecr.eu.example.com' })).toBe(false)
  })
})

describe('Cloudsmith', () => {
  it('reads the packages of owner and repository with the API key', async () => {
    const place = { host: 'docker.cloudsmith.io', path: 'acme/charts', username: 'ann' }
    const { server, asked, list, secret } = await rig(place)
    const item = (name: string, format = 'docker') => ({ name, format })
    const page = (number: number) => ({
      'x-pagination-page': `${number}`,
      'x-pagination-pagetotal': '2',
    })
    server.on(/packages/, reply(200, [item('b'), item('tool', 'python')], page(2)))
    server.on(/page_size=100$/, reply(200, [item('a'), item('a')], page(1)))
    expect((await list(cloudsmithApi)).names).toEqual(['acme/charts/a', 'acme/charts/b'])
    const first = 'GET https://api.cloudsmith.io/v1/packages/acme/charts/?page_size=100'
    expect(asked).toEqual([first, `${first}&page=2`])
    expect(server.requests.map(({ headers }) => headers['x-api-key'])).toEqual([secret, secret])
  })
})
