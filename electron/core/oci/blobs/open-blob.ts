import { AppError, isAppError } from '../../../../shared/errors.ts'
import { type Digest, digestAlgorithm } from '../../../../shared/model/digest.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { asAppError } from '../../http/send-once.ts'
import { registryLimits } from '../base/limits.ts'
import { isPage, isWebPage } from '../../http/base/response-headers.ts'
import { blobName, webPageInstead } from '../base/web-page-instead.ts'
import { digestOf } from '../manifests/read-manifest.ts'
import {
  pullScopes,
  repositoryParams,
  repositoryPath,
  type RepositoryContext,
} from '../exchange/repository-context.ts'
import type { Descriptor } from '../base/content.ts'
import { planResume } from './resume.ts'
import { verifiedChunks } from './verified-chunks.ts'

const maxTriesWithoutBytes = 3
/**
 * Fewer bytes than this do not count as progress; else a registry that sends a byte a second could keep us for ever.
 */
const progressBytes = 64 * 1024

const callBlob = (
  context: RepositoryContext,
  { digest }: Descriptor,
  signal: AbortSignal,
  more: { streamed?: boolean; limitBytes?: number; headers?: Readonly<Record<string, string>> },
): Promise<HttpResponse> =>
  context.exchange({
    method: 'GET',
    target: repositoryPath(context, `blobs/${digest}`),
    scopes: pullScopes(context),
    accept: '*/*',
    bodies: 'content',
    signal,
    ...more,
  })

/** A small blob, in memory. */
export const readBlob = async (
  context: RepositoryContext,
  descriptor: Descriptor,
  { signal, limitBytes }: { readonly signal: AbortSignal; readonly limitBytes: number },
): Promise<Uint8Array> => {
  const { digest, sizeBytes } = descriptor
  if (sizeBytes > limitBytes) {
    throw new AppError('too-large', 'blob', repositoryParams(context, { limitBytes }))
  }
  // There is room for more than the blob may have, so that a web page in its place can be recognised.
  const roomBytes = Math.max(sizeBytes, registryLimits.pageBytes)
  const response = await callBlob(context, descriptor, signal, { limitBytes: roomBytes }).catch(
    (error: unknown) => {
      const isLonger = isAppError(error) && error.code === 'too-large'
      throw isLonger ? wrongSize(context, sizeBytes, roomBytes + 1) : error
    },
  )
  if (response.status !== 200) throw refused(context, descriptor, response)
  const { bytes } = response
  const received = digestOf(bytes, digestAlgorithm(digest))
  if (received !== digest && isPage(response)) throw pageInstead(context, descriptor)
  if (bytes.byteLength !== sizeBytes) throw wrongSize(context, sizeBytes, bytes.byteLength)
  if (received !== digest) throw wrongDigest(context, digest, received)
  return bytes
}

/**
 * The bytes of a blob as they come. Where the connection is cut it goes on by Range as long as that brings bytes; where
 * the registry cannot go on, the whole is asked for once more, and what was handed out of it is passed over. Throws at
 * the end unless size and digest match: `pieces` then tells from how many answers it was put together.
 */
export async function* openBlob(
  context: RepositoryContext,
  descriptor: Descriptor,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array, undefined> {
  const at: Position = { handedOutBytes: 0, answers: 0 }
  const wrong = (received: Digest) => wrongDigest(context, descriptor.digest, received, at.answers)
  yield* verifiedChunks(receive(context, descriptor, at, signal), descriptor.digest, wrong)
}

type Position = { handedOutBytes: number; answers: number }

/** Reads the blob from as many answers as it takes. */
async function* receive(
  context: RepositoryContext,
  descriptor: Descriptor,
  at: Position,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, undefined> {
  let triesWithoutBytes = 0
  let mayStartOver = true
  let asksForWhole = false
  let cut = cutOff(context)
  for (;;) {
    const before = at.handedOutBytes
    const offset = asksForWhole ? 0 : before
    asksForWhole = false
    const response = await openAt(context, descriptor, offset, signal)
    const plan = planResume(response, offset, descriptor.sizeBytes)
    if (plan === 'refused' || plan === 'ask-again') discard(response)
    if (plan === 'refused') throw refused(context, descriptor, response)
    if (isWebPage(response)) {
      discard(response)
      throw pageInstead(context, descriptor)
    }
    if (plan === 'restart' || plan === 'ask-again') {
      if (!mayStartOver) {
        discard(response)
        throw cut
      }
      mayStartOver = false
    }
    at.answers++
    if (plan === 'ask-again') {
      asksForWhole = true
      continue
    }
    const isWhole = plan === 'restart' || offset === 0
    const ending = yield* receiveBody(context, descriptor, response, at, isWhole ? before : 0)
    if (ending === 'whole') return
    cut = ending
    const isProgress = at.handedOutBytes - before >= progressBytes
    triesWithoutBytes = isProgress ? 0 : triesWithoutBytes + 1
    if (triesWithoutBytes >= maxTriesWithoutBytes) throw cut
  }
}

const pageInstead = ({ host }: RepositoryContext, { mediaType }: Descriptor): AppError =>
  webPageInstead(host, blobName(mediaType))

const openAt = (
  context: RepositoryContext,
  descriptor: Descriptor,
  offset: number,
  signal: AbortSignal,
): Promise<HttpResponse> =>
  callBlob(context, descriptor, signal, {
    streamed: true,
    ...(offset > 0 && { headers: { range: `bytes=${offset}-` } }),
  })

/** `whole` when all bytes are there; else how the answer was cut, after which another may go on. */
async function* receiveBody(
  context: RepositoryContext,
  { sizeBytes }: Descriptor,
  response: HttpResponse,
  at: Position,
  passedOverBytes: number,
): AsyncGenerator<Uint8Array, 'whole' | AppError> {
  const { stream } = response
  if (!stream) return cutOff(context)
  const { chunks, watch } = stream
  let left = passedOverBytes
  try {
    for await (const chunk of chunks) {
      const passedOver = Math.min(left, chunk.byteLength)
      left -= passedOver
      const bytes = chunk.subarray(passedOver)
      if (bytes.byteLength === 0) continue
      const total = at.handedOutBytes + bytes.byteLength
      if (total > sizeBytes) throw wrongSize(context, sizeBytes, total)
      at.handedOutBytes = total
      watch.pause()
      yield bytes
      watch.resume()
    }
  } catch (error) {
    const failure = asAppError(error, response.request, watch)
    if (failure.code !== 'unreachable') throw failure
    return failure
  } finally {
    discard(response)
  }
  // A reply without a length ends in the same way whether it is whole or cut, so only the size tells.
  return at.handedOutBytes === sizeBytes ? 'whole' : cutOff(context)
}

const discard = ({ stream }: HttpResponse): void => stream?.close()

const cutOff = ({ host }: RepositoryContext): AppError =>
  new AppError('unreachable', 'cut-off', { host })

const refused = (
  context: RepositoryContext,
  { digest }: Descriptor,
  response: HttpResponse,
): AppError =>
  context.translate(response, { action: 'blob', params: repositoryParams(context, { digest }) })

const wrongSize = (context: RepositoryContext, promised: number, received: number): AppError =>
  new AppError('integrity', 'size-mismatch', repositoryParams(context), {
    details: { promisedSizeBytes: promised, receivedSizeBytes: received },
  })

const wrongDigest = (
  context: RepositoryContext,
  promised: string,
  received: string,
  pieces = 1,
): AppError =>
  new AppError('integrity', 'digest-mismatch', repositoryParams(context, { pieces }), {
    details: { promisedDigest: promised, receivedDigest: received },
  })
