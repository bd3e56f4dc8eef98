import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { mediaType } from '../../../shared/model/media-types.ts'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import {
  type Fault,
  reply,
  startFaultRegistry,
} from '../../support/fault-registry/fault-registry.ts'
import { manifestBytes } from '../oci/oci-harness.ts'

const running: { stop(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server.stop()))
})

const repository = 'team/charts'

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))

/** Says back whatever it was sent, as badly made services do. */
const echo: Fault = exchange => {
  const { authorization = '' } = exchange.request.headers
  const plain = Buffer.from(authorization.slice('Basic '.length), 'base64').toString()
  return reply(
    401,
    { errors: [{ code: 'UNAUTHORIZED', message: `no to ${plain}, ${authorization}` }] },
    { 'set-cookie': `session=${encodeURIComponent(plain)}; Path=/`, 'x-saw': authorization },
  )(exchange)
}

it('a run of the doctor shows no secret in a frame, the log or a file, whatever is echoed', async () => {
  const server = await startFaultRegistry()
  running.push(server)
  server.addManifest(repository, manifestBytes(), mediaType.ociManifest, '1.0.0')
  const username = `ann-${randomBytes(4).toString('hex')}`
  const password = `pw-${randomBytes(12).toString('base64url')}`
  const token = `token-${randomBytes(12).toString('base64url')}`
  const bearer = `Bearer realm="${server.origin}/token",service="test"`
  server.on(/^GET \/v2\/$/, exchange =>
    exchange.request.headers.authorization === undefined
      ? reply(401, {}, { 'www-authenticate': bearer })(exchange)
      : exchange.pass(),
  )
  server.on(/^GET \/token/, reply(200, { token }))
  const app = await startApp()
  const signIn = { kind: 'user', username, secret: password } as const
  const added = await app.call('registries.add', {
    address: `http://${server.host}`,
    signIn,
    decisions: { sessionOnly: true },
  })
  if (added.result !== 'ok') throw new Error(`owes a decision: ${added.decision}`)
  const registryId = added.registry.id

  const well = await app.stream('doctor.run', { registryId, repository })
  expect(well.end.report.verdict).toBe('all-well')

  server.on(/^GET \/token/, echo)
  server.on(/tags\/list/, echo)
  const ill = await app.stream('doctor.run', { registryId, repository })
  expect(ill.end.report).toMatchObject({ stoppedAt: 'token', username })
  // What is shown is worth showing: who asked, and that something was hidden.
  const asked = ill.end.report.exchanges.find(({ as }) => as === username)
  expect(asked?.request.headers).toContainEqual({
    name: 'authorization',
    value: 'Basic ●●●',
    hidden: true,
  })
  expect(asked?.response?.body).toContain('no to')

  const told = [JSON.stringify(app.frames), app.logged.join('\n'), ...filesIn(app.dataDir)]
  const spellings = [
    password,
    token,
    Buffer.from(password).toString('base64').replace(/=+$/, ''),
    Buffer.from(`${username}:${password}`).toString('base64').replace(/=+$/, ''),
    encodeURIComponent(`${username}:${password}`),
  ]
  expect(spellings.filter(secret => told.some(text => text.includes(secret)))).toEqual([])
})

it('the doctor goes as the registry does, and leaves all but its dot alone', async () => {
  const server = await startFaultRegistry()
  running.push(server)
  server.addManifest(repository, manifestBytes(), mediaType.ociManifest, '1.0.0')
  const app = await startApp()
  const { id } = await addRegistry(app, `http://${server.host}`)
  const { registries: before } = await app.call('registries.list', {})
  server.on(/./, reply(503, 'down'))
  const { end } = await app.stream('doctor.run', { registryId: id, repository })
  expect(end.report).toMatchObject({ verdict: 'registry-is-the-problem', stoppedAt: 'v2' })
  const { registries: after } = await app.call('registries.list', {})
  expect(after).toMatchObject([{ state: { status: 'server-error' } }])
  expect(after.map(one => ({ ...one, state: undefined }))).toEqual(
    before.map(one => ({ ...one, state: undefined })),
  )
  expect(server.requests.every(({ method }) => method === 'GET')).toBe(true)
})

it('a registry that wants to be left alone is, and the doctor says for how long', async () => {
  const server = await startFaultRegistry()
  running.push(server)
  const app = await startApp()
  const { id: registryId } = await addRegistry(app, `http://${server.host}`)
  server.on(/./, reply(429, 'slow down', { 'retry-after': '90' }))
  const run = async () => (await app.stream('doctor.run', { registryId, repository })).end.report
  const stateOf = async () => (await app.call('registries.list', {})).registries[0]?.state
  expect(await run()).toMatchObject({ verdict: 'rate-limited', stoppedAt: 'v2' })
  const asked = server.requests.length
  const told = await stateOf()
  expect(told).toMatchObject({ status: 'limited', limit: 'rate-limited' })

  // The road is looked at again; no request goes over it, and the countdown goes on.
  const again = await run()
  expect(again).toMatchObject({ verdict: 'rate-limited', stoppedAt: 'v2', exchanges: [] })
  const stopped = again.steps.find(({ step }) => step === 'v2')
  expect(stopped).toMatchObject({ seen: 'still-quiet', failure: { code: 'rate-limited' } })
  const { seconds } = stopped?.params ?? {}
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(90)
  expect(server.requests).toHaveLength(asked)
  expect(
    Math.abs(((await stateOf())?.limitedUntilMs ?? 0) - (told?.limitedUntilMs ?? 0)),
  ).toBeLessThan(1_000)

  // What the doctor was told holds for whoever asks next.
  await expect(app.stream('versions.list', { registryId, repository })).rejects.toMatchObject({
    code: 'rate-limited',
  })
  await expect(app.call('capabilities.test', { registryId })).rejects.toMatchObject({
    code: 'rate-limited',
  })
  expect(server.requests).toHaveLength(asked)
})
