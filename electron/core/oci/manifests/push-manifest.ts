import { AppError, isAppError } from '../../../../shared/errors.ts'
import { type Digest, parseDigest } from '../../../../shared/model/digest.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { limits } from '../../http/base/limits.ts'
import {
  pushScopes,
  repositoryParams,
  repositoryPath,
  type RepositoryContext,
} from '../exchange/repository-context.ts'
import type { Manifest } from '../base/content.ts'
import { changedMember, storedChanged } from './changed-member.ts'
import { readManifest, resolveManifest } from './read-manifest.ts'

export type ManifestToPush = {
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly digest: Digest
}

type Options = { readonly signal: AbortSignal }

/** How long the registry is still asked after an abort, because it may have done what was sent. */
const lookBackMs = 10_000
const tries = 3

/**
 * PUT, never blindly repeated: when the answer was lost, names another digest, or was a failure of the server,
 * the registry is asked what it holds under the reference. Aborted after the PUT was sent, it is asked as well, and
 * a manifest that arrived counts as pushed.
 */
export const pushManifest = async (
  context: RepositoryContext,
  reference: string,
  manifest: ManifestToPush,
  { signal }: Options,
): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    const outcome = await put(context, reference, manifest, signal)
    if (outcome === 'stored') return
    if (outcome === 'unsure') return confirmStored(context, reference, manifest, signal)
    const { failure } = outcome
    const lookSignal = signal.aborted ? AbortSignal.timeout(lookBackMs) : signal
    if (!isUnclear(failure) && !isPassing(failure)) throw failure
    if (isUnclear(failure) && (await isStored(context, reference, manifest, lookSignal))) return
    if (signal.aborted || attempt >= tries) throw failure
    await context.clock.sleep(limits.firstBackoffMs * 2 ** attempt, signal)
  }
}

type Outcome = 'stored' | 'unsure' | { readonly failure: AppError }

const put = async (
  context: RepositoryContext,
  reference: string,
  manifest: ManifestToPush,
  signal: AbortSignal,
): Promise<Outcome> => {
  try {
    const response = await sendPut(context, reference, manifest, signal)
    if (response.status < 200 || response.status > 299) {
      const params = repositoryParams(context, { reference })
      return { failure: context.translate(response, { action: 'push-manifest', params }) }
    }
    return judge(response, manifest.digest)
  } catch (error) {
    if (isAppError(error)) return { failure: error }
    throw error
  }
}

const sendPut = (
  context: RepositoryContext,
  reference: string,
  { bytes, mediaType }: ManifestToPush,
  signal: AbortSignal,
): Promise<HttpResponse> =>
  context.exchange({
    method: 'PUT',
    target: repositoryPath(context, `manifests/${reference}`),
    scopes: pushScopes(context),
    headers: { 'content-type': mediaType, 'content-length': String(bytes.byteLength) },
    body: async function* () {
      yield bytes
    },
    callMs: limits.callMs,
    signal,
  })

const judge = ({ status, headers }: HttpResponse, digest: Digest): Outcome => {
  const stated = headers.get('docker-content-digest')
  if (stated !== undefined) return parseDigest(stated) === digest ? 'stored' : 'unsure'
  // The specification lets a registry say 201 and nothing else. A page that asks to sign in says 200 to everything.
  return status === 201 ? 'stored' : 'unsure'
}

/** Lost answers, failures of the server, and our own abort leave open what the registry did. */
const isUnclear = ({ code }: AppError): boolean => code === 'unreachable' || code === 'cancelled'

/** The registry did nothing, and the next try waits as long as it said. */
const isPassing = ({ code, details }: AppError): boolean =>
  code === 'rate-limited' && (details?.retryAfterMs ?? 0) <= limits.maxRetryAfterMs

const isStored = async (
  context: RepositoryContext,
  reference: string,
  { digest }: ManifestToPush,
  signal: AbortSignal,
): Promise<boolean> => {
  try {
    return (await resolveManifest(context, reference, { signal })).digest === digest
  } catch {
    // The first failure is the one that the user is told.
    return false
  }
}

/** Between looks: some registries show a manifest seconds after they took it. */
const looksAfterMs = [500, 1_000, 2_000, 4_000]

const readPatiently = async (
  context: RepositoryContext,
  reference: string,
  signal: AbortSignal,
): Promise<Manifest> => {
  for (const waitMs of looksAfterMs) {
    try {
      return await readManifest(context, reference, { signal })
    } catch (error) {
      if (!isAppError(error) || error.code !== 'not-found') throw error
      await context.clock.sleep(waitMs, signal)
    }
  }
  return readManifest(context, reference, { signal })
}

const confirmStored = async (
  context: RepositoryContext,
  reference: string,
  manifest: ManifestToPush,
  signal: AbortSignal,
): Promise<void> => {
  const params = repositoryParams(context, { reference })
  const { bytes, digest } = await readPatiently(context, reference, signal)
  if (Buffer.from(bytes).equals(manifest.bytes)) return
  const member = changedMember(manifest.bytes, bytes)
  if (member !== undefined) throw storedChanged(params, member, manifest.digest, digest)
  throw new AppError('integrity', 'stored-other-digest', params, {
    details: { promisedDigest: manifest.digest, receivedDigest: digest },
  })
}
