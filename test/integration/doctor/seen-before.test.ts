import { expect, it, onTestFinished } from 'vitest'
import { mediaType } from '../../../shared/model/media-types.ts'
import { addRegistry, type AppRig, startApp } from '../../support/app-rig.ts'
import { reply, startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { manifestBytes } from '../oci/oci-harness.ts'

const repository = 'team/charts'

it('tells since when the challenge and a failure are the same, over a restart, until they change', async () => {
  const server = await startFaultRegistry()
  onTestFinished(() => server.stop())
  server.addManifest(repository, manifestBytes(), mediaType.ociManifest, '1.0.0')
  const asksFor = (realm: string) =>
    server.on(
      /^GET \/v2\//,
      reply(401, {}, { 'www-authenticate': `Bearer realm="${server.origin}${realm}"` }),
    )
  const refuses = (status: number) => server.on(/^GET \/(token|other)/, reply(status, {}))
  let app = await startApp()
  const { id: registryId } = await addRegistry(app, `http://${server.host}`)
  const run = async (rig: AppRig) => {
    const { items, end } = await rig.stream('doctor.run', { registryId, repository })
    const since = (name: string) => end.report.steps.find(({ step }) => step === name)?.sameSinceMs
    return {
      items,
      ranAtMs: end.report.ranAtMs,
      challenge: since('challenge'),
      token: since('token'),
    }
  }
  asksFor('/token')
  refuses(403)
  const first = await run(app)
  expect(first).toMatchObject({ challenge: undefined, token: undefined })

  await app.app.close()
  app = await startApp({ dataDir: app.dataDir })
  const second = await run(app)
  expect(second).toMatchObject({ challenge: first.ranAtMs, token: first.ranAtMs })
  expect(JSON.stringify(second.items)).toContain(`"sameSinceMs":${first.ranAtMs}`)

  // Another cause, at the same token service; then a registry that is not reached at all says nothing of either.
  refuses(500)
  const third = await run(app)
  expect(third).toMatchObject({ challenge: first.ranAtMs, token: undefined })
  server.on(/^GET \/v2\//, reply(503, {}))
  await run(app)
  asksFor('/token')
  expect(await run(app)).toMatchObject({ challenge: first.ranAtMs, token: third.ranAtMs })

  server.on(/^GET \/v2\//, reply(401, {}, { 'www-authenticate': 'Basic realm="other"' }))
  expect(await run(app)).toMatchObject({ challenge: undefined })

  // Removed while it is looked at: nothing of it is kept.
  server.on(/^GET \/v2\/$/, async ({ pass }) => {
    await app.call('registries.remove', { registryId })
    pass()
  })
  await expect(run(app)).rejects.toMatchObject({ code: 'not-found' })
})

it('forgets it with the sign-in', async () => {
  const server = await startFaultRegistry()
  onTestFinished(() => server.stop())
  const app = await startApp()
  const { id: registryId } = await addRegistry(app, `http://${server.host}`)
  server.on(/^GET \/v2\//, reply(401, {}, { 'www-authenticate': 'Basic realm="one"' }))
  const run = async () => {
    const { end } = await app.stream('doctor.run', { registryId, repository })
    return end.report.steps.find(({ step }) => step === 'challenge')?.sameSinceMs
  }
  expect([await run(), await run()]).toEqual([undefined, expect.any(Number)])
  await app.call('registries.signOut', { registryId })
  expect(await run()).toBeUndefined()
})
