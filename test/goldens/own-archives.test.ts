import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { isAppError, type AppError } from '../../shared/errors.ts'
import { helmNames, saidBy, type HelmName } from '../judges/helm/helm-judges.ts'
import { pushedAt, type HelmPush } from '../judges/helm/push-with-helm.ts'
import { archiveTraits } from '../support/archives/archive-traits.ts'
import { readGoldens, sharedFolder } from '../support/archives/chart-goldens.ts'
import { inspect } from '../support/archives/inspect.ts'
import { ownArchives } from '../support/archives/own/own-archives.ts'
import { tellCases } from '../support/golden-cases.ts'
import { ourManifest } from '../support/goldens/our-manifest.ts'
import { ownGoldensFile, readOwnGoldens } from '../support/goldens/own-goldens.ts'

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

/** What we do not push although helm does, each with the reason. */
const refusedByUs: Readonly<Record<string, string>> = {
  // Programs read these bytes differently; Go does not get as far as the sum.
  'gzip-tail': 'archive-trailing-bytes',
  'gzip-wrong-sum': 'archive-checksum',
  // Helm takes the last of them, others the first.
  'two-roots': 'duplicate-chart-file',
  'same-path-twice': 'duplicate-chart-file',
}

/** Helm refuses these for where they would go; we do when the place is known. */
const refusedForThePlace = /^Error: invalid reference: /

describe('archives of our own making', () => {
  test('are the bytes that helm was asked about', async () => {
    const recorded = await readOwnGoldens()
    const made = ownArchives.map(({ name, provenance, ...own }) => {
      const archive = own.archive()
      const digest = sha256(archive)
      return { name, digest, provenance: provenance && sha256(provenance(digest)) }
    })
    expect(made).toEqual(
      recorded.map(golden => ({
        name: golden.name,
        digest: golden.sha256,
        provenance: golden.provenanceSha256,
      })),
    )
  })

  test('are pushed and refused as by helm 3 and helm 4', async context => {
    const goldens = await readOwnGoldens()
    tellCases(context, ownGoldensFile, goldens.length)
    const archives = new Map(ownArchives.map(own => [own.name, own]))
    const different: unknown[] = []
    for (const golden of goldens) {
      const own = archives.get(golden.name)
      const archive = own?.archive() ?? Buffer.alloc(0)
      const ours = await ourPushes(archive, own?.provenance?.(golden.sha256))
      for (const name of helmNames) {
        const helms = saidBy(golden, name)
        if (!agree(golden.name, ours[name], helms))
          different.push({ archive: golden.name, [name]: helms, ours: ours[name] })
      }
    }
    expect(different).toEqual([])
  })
})

type OurPush = HelmPush | { readonly refused: string }

const agree = (archive: string, ours: OurPush, helms: HelmPush): boolean => {
  if (archive in refusedByUs) return 'refused' in ours && ours.refused === refusedByUs[archive]
  if ('error' in helms && refusedForThePlace.test(helms.error)) return 'manifest' in ours
  if ('refused' in ours) return 'error' in helms
  return JSON.stringify(ours) === JSON.stringify(helms)
}

/** Both refusals are known from one reading; what nothing is said of is pushed. */
const ourPushes = async (
  archive: Uint8Array,
  provenance: string | undefined,
): Promise<Record<HelmName, OurPush>> => {
  const inspected = await inspect(archive).catch((error: unknown) => {
    if (!isAppError(error)) throw error
    return error
  })
  if (isAppError(inspected)) {
    return { helm3: refusal(inspected, 'said'), helm4: refusal(inspected, 'said4') }
  }
  const { pushRefusal, warnings } = inspected
  if (pushRefusal !== undefined) {
    return { helm3: refusal(pushRefusal, 'said'), helm4: refusal(pushRefusal, 'said4') }
  }
  const sent = ourManifest({
    inspected,
    created: pushedAt,
    provenance: provenance === undefined ? undefined : Buffer.from(provenance),
  })
  const of = (key: string): OurPush => {
    const warning = warnings.find(one => one.key === key)
    return warning ? { error: `Error: ${warning.params['said']}` } : sent
  }
  return { helm3: of('helm-3-refuses'), helm4: of('helm-4-refuses') }
}

type Refusal = { readonly reason: string; readonly params: AppError['params'] }

const refusal = ({ reason, params }: Refusal, key: 'said' | 'said4'): OurPush => {
  const said = params[key] ?? params['said']
  return said === undefined ? { refused: reason } : { error: `Error: ${said}` }
}

const shared = sharedFolder()

describe.skipIf(shared === undefined)('archives of others', () => {
  test('have no trait that none of our own has', async () => {
    const own = new Set(ownArchives.flatMap(({ archive }) => [...archiveTraits(archive())]))
    const goldens = await readGoldens(shared ?? '')
    expect(own.size).toBeGreaterThan(100)
    expect(goldens.length).toBeGreaterThan(100)
    const missing: string[] = []
    for (const { archivePath, file } of goldens) {
      for (const trait of archiveTraits(await readFile(archivePath))) {
        if (!own.has(trait)) missing.push(`${trait}: ${file}`)
      }
    }
    expect(missing).toEqual([])
  })
})
