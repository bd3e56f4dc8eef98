import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRegistryClient } from '../../../electron/core/oci/registry-client.ts'
import type { RegistryClient } from '../../../electron/core/oci/types.ts'
import { systemClock } from '../../../electron/adapters/system-clock.ts'
import type { Transfer } from '../../../shared/ipc/schemas/transfers.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import { chartArchive } from '../../support/archives/chart-archive.ts'
import {
  hasDockerRegistry,
  startDockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'
import { hastyClock } from '../../support/hasty-clock.ts'
import {
  startTcpFaultProxy,
  type TcpFault,
  type TcpFaultProxy,
} from '../../support/tcp-fault-proxy.ts'
import { hasZot, startZot } from '../../support/zot/zot.ts'
import { createTransfersRig, type TransfersRig } from '../../support/transfers-rig.ts'

// Every request of a push and of a pull is hit once by each fault, at several bytes. Whatever becomes of it, it is
// the whole chart or a failure with a name: never a wrong success (security rows 59–96, 184).

const { signal } = new AbortController()
const kinds = ['reset', 'truncate', 'stall', 'slow'] as const
/** Before anything, inside the first line, inside the headers, inside the body where there is one. */
const offsets = [0, 9, 90, 700]

const sha256 = (bytes: Uint8Array): Digest =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest

type Real = {
  readonly host: string
  readonly username: string
  readonly password: string
  stop(): Promise<void>
}

const reals = [
  {
    name: 'docker-registry',
    isHere: hasDockerRegistry(),
    isGuarded: false,
    start: (): Promise<Real> => startDockerRegistry({ auth: 'none' }),
  },
  // Everybody reads; who writes is looked up at `/v2/` first, which is one more request to break.
  { name: 'zot', isHere: hasZot(), isGuarded: true, start: (): Promise<Real> => startZot() },
]

for (const { name, isHere, isGuarded, start } of reals)
  describe.skipIf(!isHere)(`${name} behind a line that breaks`, () => {
    let registry: Real
    let proxy: TcpFaultProxy
    let rig: TransfersRig
    /** Not through the proxy: what the registry really holds. */
    let direct: RegistryClient
    let round = 0

    beforeAll(async () => {
      registry = await start()
      proxy = await startTcpFaultProxy(registry.host)
      const { username, password } = registry
      rig = await createTransfersRig({
        host: proxy.host,
        clock: hastyClock(60),
        ...(isGuarded && { credential: { username, password } }),
      })
      direct = createRegistryClient({
        endpoint: { host: registry.host, plainHttp: true },
        credentials: async () => undefined,
        userAgent: 'chartroom-test',
        trustRealm: () => false,
        clock: systemClock,
      })
    })
    afterAll(async () => {
      await rig.close()
      await direct.close()
      await proxy.stop()
      await registry.stop()
    })

    const makeChart = async () => {
      const version = `1.0.${round++}`
      const bytes = chartArchive({
        'demo/Chart.yaml': `apiVersion: v2\nname: demo\nversion: ${version}\n`,
        'demo/README.md': Array.from({ length: 90 }, (_, line) =>
          sha256(Buffer.from(`${line} ${version}`)),
        ).join('\n'),
      })
      const file = path.join(rig.folder, `demo-${version}.tgz`)
      await fs.writeFile(file, bytes)
      return { version, bytes, file }
    }

    const push = async ({ file }: { file: string }) => {
      const { drafts } = await rig.transfers.drafts.openPaths([file], signal)
      const draftId = drafts[0]?.draftId ?? ''
      try {
        const target = { registryId: rig.registryId, namespace: 'team' }
        const started = await rig.transfers.pushes.start({ draftId, target }, signal)
        if (started.result !== 'started') throw new Error(started.result)
        return await rig.ended(started.transferId)
      } finally {
        await rig.transfers.drafts.discard([draftId])
      }
    }

    const pull = async (version: string, digest: Digest) => {
      rig.chosen.folder = path.join(rig.folder, `pull-${round++}`)
      await fs.mkdir(rig.chosen.folder)
      const chosen = await rig.transfers.folders.choose()
      const started = await rig.transfers.pulls.start(
        {
          registryId: rig.registryId,
          repository: 'team/demo',
          digest,
          tag: version,
          destination: { kind: 'folder', folderId: chosen?.folderId ?? '' },
          keepProvenance: true,
          onExisting: 'ask',
        },
        signal,
      )
      if (started.result !== 'started') throw new Error(started.result)
      return rig.ended(started.transferId)
    }

    const held = async (version: string): Promise<Uint8Array | undefined> => {
      const repository = direct.repository('team/demo')
      const manifest = await repository.manifest(version, { signal }).catch(() => undefined)
      if (!manifest) return undefined
      const { layers } = JSON.parse(Buffer.from(manifest.bytes).toString('utf8'))
      const [{ digest, size }] = layers
      const descriptor = { mediaType: 'any', digest, sizeBytes: size }
      return repository.readBlob(descriptor, { signal, limitBytes: 1_000_000 })
    }

    /** A failure says what it is; `unexpected/internal` would be one nobody thought of. */
    const expectNamed = ({ error, state }: Transfer, about: string) => {
      expect(state, about).toBe('failed')
      expect(error?.code, about).not.toBe('unexpected')
      expect(error?.code, about).not.toBe('cancelled')
    }

    const faultsOf = (count: number): TcpFault[] =>
      Array.from({ length: count }, (_, request) => request).flatMap(request =>
        kinds.flatMap(kind =>
          offsets.flatMap(atByte =>
            (['request', 'answer'] as const).map(side => ({ request, side, atByte, kind })),
          ),
        ),
      )

    const summary = (states: Map<string, number>, key: string) =>
      void states.set(key, (states.get(key) ?? 0) + 1)

    it('a push is whole at the registry, or has a failure with a name and can be tried again', async () => {
      proxy.arm(undefined)
      // The first of a client also looks at how to sign in; those after it do not.
      await push(await makeChart())
      proxy.arm(undefined)
      expect((await push(await makeChart())).state).toBe('done')
      const count = proxy.requests.length
      expect(count).toBeGreaterThan(5)
      const hit = new Set<number>()
      const states = new Map<string, number>()
      for (const fault of faultsOf(count)) {
        const about = JSON.stringify(fault)
        const chart = await makeChart()
        proxy.arm(fault)
        const ended = await push(chart)
        if (proxy.struck) hit.add(fault.request)
        summary(states, `${fault.kind} ${ended.state}`)
        proxy.arm(undefined)
        if (ended.state !== 'done') {
          expectNamed(ended, about)
          expect((await push(chart)).state, about).toBe('done')
        }
        expect(sha256((await held(chart.version)) ?? Buffer.from('')), about).toBe(
          sha256(chart.bytes),
        )
        await fs.rm(chart.file)
      }
      expect(hit.size).toBe(count)
      // Slow is no fault, and a line that breaks once is tried again.
      expect(states.get('slow failed')).toBeUndefined()
      expect(states.get('reset done')).toBeGreaterThan(0)
    }, 300_000)

    it('a pull is the whole file, or a failure with a name and no file', async () => {
      proxy.arm(undefined)
      const chart = await makeChart()
      const pushed = await push(chart)
      const digest = pushed.digest as Digest
      proxy.arm(undefined)
      expect((await pull(chart.version, digest)).state).toBe('done')
      const count = proxy.requests.length
      expect(count).toBeGreaterThan(1)
      const hit = new Set<number>()
      const states = new Map<string, number>()
      for (const fault of faultsOf(count)) {
        const about = JSON.stringify(fault)
        proxy.arm(fault)
        const ended = await pull(chart.version, digest)
        if (proxy.struck) hit.add(fault.request)
        summary(states, `${fault.kind} ${ended.state}`)
        const names = await fs.readdir(rig.chosen.folder)
        if (ended.state === 'done') {
          expect(names, about).toEqual([`demo-${chart.version}.tgz`])
          const bytes = await fs.readFile(path.join(rig.chosen.folder, names[0] ?? ''))
          expect(sha256(bytes), about).toBe(sha256(chart.bytes))
        } else {
          expectNamed(ended, about)
          expect(names, about).toEqual([])
        }
      }
      expect(hit.size).toBe(count)
      expect(states.get('slow failed')).toBeUndefined()
      expect(states.get('reset done')).toBeGreaterThan(0)
    }, 300_000)
  })
