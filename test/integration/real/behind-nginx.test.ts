import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { pushArchive } from '../../support/app-transfers.ts'
import { chartArchive } from '../../support/archives/chart-archive.ts'
import {
  type DockerRegistry,
  hasDockerRegistry,
  startDockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'
import { digestOf } from '../../support/local-registry/registry-rig.ts'
import { hasNginx, type Nginx, startNginx } from '../../support/nginx.ts'

describe.skipIf(!hasNginx() || !hasDockerRegistry())('docker-registry behind nginx', () => {
  let registry: DockerRegistry
  let nginx: Nginx
  beforeAll(async () => {
    registry = await startDockerRegistry({ auth: 'none' })
    nginx = await startNginx({ upstream: registry.host, bodyLimit: '64k' })
  })
  afterAll(async () => {
    await nginx?.stop()
    await registry?.stop()
  })

  it('takes in pieces what is larger than its body limit', async () => {
    const rig = await startApp()
    const { id: registryId } = await addRegistry(rig, nginx.host)
    const bytes = chartArchive({
      'demo/Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\n',
      'demo/noise': randomBytes(300_000),
    })
    const pushed = await pushArchive(rig, registryId, {
      namespace: 'team',
      fileName: 'demo.tgz',
      bytes,
    })
    expect(pushed).toMatchObject({ state: 'done' })
    const answer = await fetch(`http://${registry.host}/v2/team/demo/blobs/${digestOf(bytes)}`)
    expect(digestOf(Buffer.from(await answer.arrayBuffer()))).toBe(digestOf(bytes))
  })

  it('names the limit where even pieces are too large', async () => {
    const tiny = await startNginx({ upstream: registry.host, bodyLimit: '10' })
    const rig = await startApp()
    const { id: registryId } = await addRegistry(rig, tiny.host)
    const bytes = chartArchive({
      'demo/Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 2.0.0\n',
    })
    const pushed = await pushArchive(rig, registryId, {
      namespace: 'team',
      fileName: 'demo.tgz',
      bytes,
    })
    expect(pushed).toMatchObject({ state: 'failed', error: { code: 'too-large' } })
    await tiny.stop()
  })
})
