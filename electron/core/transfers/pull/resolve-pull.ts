import type { Input, Output } from '../../../../shared/ipc/contract.ts'
import { isDigest, parseDigest } from '../../../../shared/model/digest.ts'
import type { RepositoryClient } from '../../oci/types.ts'
import type { Clock } from '../../ports.ts'
import type { RegistryDirectory } from '../../registries/types.ts'
import { planPull } from './pull-plan.ts'
import { resolveChart } from './resolve-chart.ts'

/** What lies on this machine, for pulls that ask no registry. */
export type CachedRepository = Pick<RepositoryClient, 'manifest' | 'openBlob'>

export type PullSources = {
  readonly registries: RegistryDirectory
  readonly cached: CachedRepository
}

export const pullSource = (
  { registries, cached }: PullSources,
  {
    registryId,
    repository,
    fromCache,
  }: Pick<Input<'pull.start'>, 'registryId' | 'repository' | 'fromCache'>,
): CachedRepository => (fromCache ? cached : registries.client(registryId).repository(repository))

/** What a pull would save, and under which name. */
export const resolvePull = async (
  { clock, ...sources }: PullSources & { readonly clock: Clock },
  { shownDigest, fromCache, ...location }: Input<'pull.resolve'>,
  signal: AbortSignal,
): Promise<Output<'pull.resolve'>> => {
  const { reference } = location
  const source = pullSource(sources, { ...location, fromCache })
  const chart = await resolveChart(source, (fromCache && shownDigest) || reference, signal)
  return planPull(chart, {
    location,
    tag: isDigest(reference) ? undefined : reference,
    shownDigest: shownDigest === undefined ? undefined : parseDigest(shownDigest),
    resolvedAtMs: clock.now(),
    fromCache,
  })
}
