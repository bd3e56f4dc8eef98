import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { mediaType } from '../../../shared/model/media-types.ts'
import {
  type Fault,
  reply,
  startFaultRegistry,
} from '../../support/fault-registry/fault-registry.ts'
import { manifestBytes } from '../oci/oci-harness.ts'
import { examine, linesOf, unknownSights } from './doctor-harness.ts'

const running: { stop(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server.stop()))
})

const registryWithTags = async () => {
  const server = await startFaultRegistry()
  running.push(server)
  for (const tag of ['1.0.0', '1.1.0']) {
    server.addManifest('team/charts', manifestBytes(tag), mediaType.ociManifest, tag)
  }
  return server
}

const newSignIn = () => ({
  username: `ann-${randomBytes(4).toString('hex')}`,
  password: `pw-${randomBytes(12).toString('base64url')}`,
})

const basicOf = ({ username, password }: ReturnType<typeof newSignIn>) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const unauthorized = (challenge: string, message = 'authentication required') =>
  reply(401, { errors: [{ code: 'UNAUTHORIZED', message }] }, { 'www-authenticate': challenge })

describe('sign-in doctor', () => {
  it('finds all well where everybody may read', async () => {
    const { host } = await registryWithTags()
    const { report, told } = await examine({ host, repository: 'team/charts' })
    expect(linesOf(report)).toEqual([
      'dns: skipped address-given',
      'tcp: ok connected',
      'proxy: skipped no-proxy',
      'tls: skipped plain-http',
      'v2: ok registry',
      'challenge: skipped no-challenge',
      'token: skipped token-not-needed',
      'scope: skipped no-scope',
      'repository: ok tags',
    ])
    expect(report).toMatchObject({ verdict: 'all-well', repository: 'team/charts' })
    expect(report.stoppedAt).toBeUndefined()
    expect(report.steps.at(-1)?.params).toMatchObject({ count: 2, status: 200 })
    expect(unknownSights(report)).toEqual([])
    // Each step is told of while it runs, and each exchange once it is over.
    expect(told.filter(item => item.kind === 'step')).toHaveLength(18)
    expect(told.filter(item => item.kind === 'exchange')).toHaveLength(2)
  })

  it('finds that a saved sign-in is what is wrong, and sends it once', async () => {
    const server = await registryWithTags()
    const signIn = newSignIn()
    const bearer = `Bearer realm="${server.origin}/token",service="test"`
    server.on(/^GET \/v2\/$/, unauthorized(bearer))
    server.on(/^GET \/token/, givesToken)
    const { report, dots } = await examine({
      host: server.host,
      signIn,
      repository: 'team/charts',
    })
    expect(dots).toEqual(['sign-in-needed'])
    expect(linesOf(report).slice(4)).toEqual([
      'v2: ok registry-asks',
      'challenge: ok bearer',
      'token: failed answered-saying',
      'scope: not-reached not-reached-scope',
      'repository: not-reached not-reached-repository',
    ])
    expect(linesOf(report, 'anonymous')).toEqual([
      'token: ok token-anonymous',
      'scope: ok granted-unsaid',
      'repository: ok tags',
    ])
    expect(report).toMatchObject({
      verdict: 'sign-in-is-the-problem',
      stoppedAt: 'token',
      username: signIn.username,
      anonymousTags: 2,
    })
    expect(unknownSights(report)).toEqual([])
    const failed = report.steps.find(({ state }) => state === 'failed')
    expect(failed).toMatchObject({
      params: { status: 401, text: 'account is disabled' },
      failure: { code: 'unauthorized', reason: 'account-disabled' },
    })
    const carrying = server.requests.filter(
      ({ headers }) => headers.authorization === basicOf(signIn),
    )
    expect(carrying.map(({ path }) => path)).toEqual([expect.stringMatching(/^\/token/)])
    expect(JSON.stringify(report)).not.toContain(signIn.password)
    expect(JSON.stringify(report)).not.toContain(basicOf(signIn).slice('Basic '.length))
  })
})

/** Refuses every sign-in, and gives everybody else a token that cannot be read. */
const givesToken: Fault = exchange =>
  exchange.request.headers.authorization === undefined
    ? reply(200, { token: 'opaque-token-of-nobody' })(exchange)
    : reply(401, { errors: [{ code: 'UNAUTHORIZED', message: 'account is disabled' }] })(exchange)
