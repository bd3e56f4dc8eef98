import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
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
  type PassedRequest,
  startTcpFaultProxy,
  type TcpFault,
  type TcpFaultProxy,
} from '../../support/tcp-fault-proxy.ts'
import { hasZot, startZot } from '../../support/zot/zot.ts'
import { createTransfersRig, type TransfersRig } from '../../support/transfers-rig.ts'
import { errorOf } from '../../support/how-it-ended.ts'

// Every request of a push and of a pull, from the first look at the registry on, is hit by each fault on its way there
// and on its way back. Whatever becomes of it, it is the whole chart or a failure with a name: never a wrong success
// (docs/threats.md, "Slow and broken lines"). `slow` comes in crumbs, with pauses that are longer than most on a real
// line but shorter than the client waits: it has to succeed. What is slower than that is `stall`.

const { signal } = new AbortController()
const kinds = ['reset', 'truncate', 'stall', 'slow'] as const
const sides = ['request', 'answer'] as const
const look = 'GET /v2/ HTTP/1.1'

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
    isHere: hasDockerRegistry('htpasswd'),
    start: (): Promise<Real> => startDockerRegistry({ auth: 'htpasswd' }),
  },
  // Everybody reads there.
  { name: 'zot', isHere: hasZot(), start: (): Promise<Real> => startZot() },
]

/** Before anything, inside the first line, inside the headers, inside the body, and before the last byte. */
const offsetsWithin = (lengthBytes: number) =>
  [0, 9, 90, 700, lengthBytes - 1].filter(offset => offset < lengthBytes)

/** Each request, fault and side once; the bytes take turns. */
const faultsOf = (requests: readonly PassedRequest[]): TcpFault[] => {
  let turn = 0
  return requests.flatMap((passed, request) =>
    kinds.flatMap(kind =>
      sides.map(side => {
        const offsets = offsetsWithin(passed[side])
        // Slow from the start on, or there would be little left.
        const atByte = kind === 'slow' ? 0 : (offsets[turn++ % offsets.length] ?? 0)
        return { request, side, atByte, kind }
      }),
    ),
  )
}

for (const { name, isHere, start } of reals)
  describe.skipIf(!isHere)(`${name} behind a line that breaks`, () => {
    let registry: Real
    let proxy: TcpFaultProxy
    let rig: TransfersRig
    /** Not through the proxy: what the registry really holds. */
    let direct: RegistryClient
    let hurry: NodeJS.Timeout
    let round = 0

    beforeAll(async () => {
      registry = await start()
      proxy = await startTcpFaultProxy(registry.host)
      const { username, password } = registry
      const clock = hastyClock(60)
      rig = await createTransfersRig({
        host: proxy.host,
        clock,
        credential: { username, password },
      })
      direct = createRegistryClient({
        endpoint: { host: registry.host, plainHttp: true },
        credentials: async () => ({ username, secret: createSecret(password) }),
        userAgent: 'chartroom-test',
        trustRealm: () => false,
        clock: systemClock,
      })
      // Nobody has to sit through a silence.
      hurry = setInterval(() => proxy.stalls && clock.skip(5_000), 5)
    })
    afterAll(async () => {
      clearInterval(hurry)
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
    const expectNamed = (transfer: Transfer, about: string) => {
      const error = errorOf(transfer)
      expect(transfer.state, about).toBe('failed')
      expect(error?.code, about).not.toBe('unexpected')
      expect(error?.code, about).not.toBe('cancelled')
    }

    /** With a client that knows nothing of the registry yet, over a line that breaks where the fault says. */
    const behind = async (fault: TcpFault | undefined, act: () => Promise<Transfer>) => {
      await rig.coldClient()
      proxy.arm(fault)
      const ended = await act()
      return { ended, struck: proxy.struck }
    }

    const strikeAll = async (
      requests: readonly PassedRequest[],
      act: (fault: TcpFault) => Promise<{ ended: Transfer; struck: boolean }>,
    ) => {
      const states = new Map<string, number>()
      for (const fault of faultsOf(requests)) {
        const first = await act(fault)
        // Requests of one job may change places: one that was shorter here is broken at its start.
        const { ended, struck } = first.struck ? first : await act({ ...fault, atByte: 0 })
        expect(struck, JSON.stringify(fault)).toBe(true)
        const key = `${fault.kind} ${ended.state}`
        states.set(key, (states.get(key) ?? 0) + 1)
      }
      expect(states.get('slow failed')).toBeUndefined()
      // A line that breaks once is tried again.
      expect(states.get('reset done')).toBeGreaterThan(0)
    }

    it('a push is whole at the registry, or has a failure with a name and can be tried again', async () => {
      const first = await makeChart()
      expect((await behind(undefined, () => push(first))).ended.state).toBe('done')
      const { requests } = proxy
      expect(requests.slice(0, 2).map(({ line }) => line)).toEqual(Array(2).fill(look))
      expect(requests.length).toBeGreaterThan(7)
      await strikeAll(requests, async fault => {
        const about = JSON.stringify(fault)
        const chart = await makeChart()
        const outcome = await behind(fault, () => push(chart))
        if (outcome.ended.state !== 'done') {
          expectNamed(outcome.ended, about)
          const again = await behind(undefined, () => push(chart))
          expect(again.ended.state, about).toBe('done')
        }
        expect(sha256((await held(chart.version)) ?? Buffer.from('')), about).toBe(
          sha256(chart.bytes),
        )
        await fs.rm(chart.file)
        return outcome
      })
    }, 300_000)

    it('a pull is the whole file, or a failure with a name and no file', async () => {
      const chart = await makeChart()
      const pushed = await behind(undefined, () => push(chart))
      const digest = pushed.ended.digest as Digest
      const pulled = await behind(undefined, () => pull(chart.version, digest))
      expect(pulled.ended.state).toBe('done')
      const { requests } = proxy
      expect(requests.slice(0, 2).map(({ line }) => line)).toEqual(Array(2).fill(look))
      expect(requests.length).toBeGreaterThan(3)
      await strikeAll(requests, async fault => {
        const about = JSON.stringify(fault)
        const outcome = await behind(fault, () => pull(chart.version, digest))
        const { ended } = outcome
        const names = await fs.readdir(rig.chosen.folder)
        if (ended.state === 'done') {
          expect(names, about).toEqual([`demo-${chart.version}.tgz`])
          const bytes = await fs.readFile(path.join(rig.chosen.folder, names[0] ?? ''))
          expect(sha256(bytes), about).toBe(sha256(chart.bytes))
        } else {
          expectNamed(ended, about)
          expect(names, about).toEqual([])
        }
        return outcome
      })
    }, 300_000)
  })
