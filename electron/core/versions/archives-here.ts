import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import type { ContentCache } from '../store/content-cache.ts'
import { createCachedRepository } from './cached-repository.ts'
import { isChart } from '../helm/chart-version.ts'
import { type Manifests, openVersion } from '../helm/open-version.ts'

/** Which of these versions have their archive on this machine: what can be read with no registry to ask. */
export const archivesHere = async (
  cache: Pick<ContentCache, 'read' | 'archivePath'>,
  digests: readonly Digest[],
  signal: AbortSignal,
): Promise<Digest[]> => {
  const cached = createCachedRepository(cache)
  const saved: Manifests = { manifest: reference => cached.manifest(reference, { signal }) }
  const here: Digest[] = []
  for (const digest of digests) {
    if (signal.aborted) throw new AppError('cancelled', 'by-user')
    const archive = await archiveOf(saved, digest, signal)
    if (archive && (await cache.archivePath(archive)) !== undefined) here.push(digest)
  }
  return here
}

/** The layer with the chart; undefined where the manifest is not here, or is none that can be read. */
const archiveOf = async (saved: Manifests, digest: Digest, signal: AbortSignal) => {
  try {
    const { chart } = await openVersion(saved, digest, signal)
    return isChart(chart) ? chart.archive.digest : undefined
  } catch (error) {
    if (isAppError(error) && error.code !== 'cancelled') return undefined
    throw error
  }
}
