import { AppError, isAppError } from '../../../../shared/errors.ts'
import { digestAlgorithm } from '../../../../shared/model/digest.ts'
import type { BodyStream, HttpResponse } from '../../http/base/http-types.ts'
import { asAppError } from '../../http/send-once.ts'
import { limits } from '../../http/base/limits.ts'
import { isPage, isWebPage } from '../../http/base/response-headers.ts'
import { blobName, webPageInstead } from '../base/web-page-instead.ts'
import { digestOf } from '../manifests/read-manifest.ts'
import {
  pullScopes,
  repositoryParams,
  repositoryPath,
  type RepositoryContext,
} from '../exchange/repository-context.ts'
import type { BlobSink, Descriptor, Transferred } from '../base/content.ts'
import { createBlobReceiver, type BlobReceiver } from './blob-receiver.ts'
import { planResume } from './resume.ts'

const triesWithoutProgress = 3
/** Less is no progress, or a registry that sends a byte a second could keep us for ever. */
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
  // More than it may have, so that a web page that came instead can be told.
  const roomBytes = Math.max(sizeBytes, limits.pageBytes)
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
 * Streams a blob. Where the connection is cut it goes on by Range as long as that brings bytes; where the registry
 * cannot go on, or the pieces do not fit, it starts over once.
 */
export const pullBlob = async (
  context: RepositoryContext,
  descriptor: Descriptor,
  sink: BlobSink,
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes?: Transferred },
): Promise<void> => {
  const receiver = createBlobReceiver(descriptor.digest, sink, onBytes)
  let mayStartOver = sink.restart !== undefined
  const startOver = async (failure: AppError) => {
    if (!mayStartOver) throw failure
    mayStartOver = false
    await receiver.restart()
  }
  for (;;) {
    const isPatched = await receiveAll(context, descriptor, receiver, signal, startOver)
    const received = receiver.finish()
    if (received === descriptor.digest) return
    const failure = wrongDigest(context, descriptor.digest, received)
    // Two halves of different content; what came in one piece would be as wrong the next time.
    if (!isPatched) throw failure
    await startOver(failure)
  }
}

/** Whether it took more than one answer. */
const receiveAll = async (
  context: RepositoryContext,
  descriptor: Descriptor,
  receiver: BlobReceiver,
  signal: AbortSignal,
  startOver: (failure: AppError) => Promise<void>,
): Promise<boolean> => {
  let tries = 0
  let answers = 0
  let cut = cutOff(context)
  for (;;) {
    const before = receiver.receivedBytes
    const response = await openAt(context, descriptor, before, signal)
    const plan = planResume(response, before, descriptor.sizeBytes)
    if (plan === 'refused' || plan === 'ask-again') discard(response)
    if (plan === 'refused') throw refused(context, descriptor, response)
    if (isWebPage(response)) {
      discard(response)
      throw pageInstead(context, descriptor)
    }
    if (plan === 'restart' || plan === 'ask-again') await startOver(cut)
    answers++
    if (plan === 'ask-again') continue
    const failure = await receiveBody(context, descriptor, response, receiver)
    if (!failure) return answers > 1
    if (failure.code !== 'unreachable') throw failure
    cut = failure
    tries = receiver.receivedBytes - before >= progressBytes ? 0 : tries + 1
    if (tries >= triesWithoutProgress) throw failure
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

/** Undefined when all bytes are there. */
const receiveBody = async (
  context: RepositoryContext,
  { sizeBytes }: Descriptor,
  response: HttpResponse,
  receiver: BlobReceiver,
): Promise<AppError | undefined> => {
  const { stream } = response
  if (!stream) return cutOff(context)
  try {
    await drain(context, stream, sizeBytes, receiver)
    // A reply without a length ends the same way whether it is whole or cut.
    return receiver.receivedBytes === sizeBytes ? undefined : cutOff(context)
  } catch (error) {
    if (error instanceof SinkFailure) throw error.cause
    return asAppError(error, response.request, stream.watch)
  } finally {
    discard(response)
  }
}

const discard = ({ stream }: HttpResponse): void => stream?.close()

/** What the receiver's own side throws is no failure of the network. */
class SinkFailure extends Error {}

const drain = async (
  context: RepositoryContext,
  { chunks, watch }: BodyStream,
  sizeBytes: number,
  receiver: BlobReceiver,
): Promise<void> => {
  for await (const chunk of chunks) {
    const total = receiver.receivedBytes + chunk.byteLength
    if (total > sizeBytes) throw wrongSize(context, sizeBytes, total)
    watch.pause()
    try {
      await receiver.add(chunk)
    } catch (error) {
      throw new SinkFailure('sink', { cause: error })
    }
    watch.resume()
  }
}

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

const wrongDigest = (context: RepositoryContext, promised: string, received: string): AppError =>
  new AppError('integrity', 'digest-mismatch', repositoryParams(context), {
    details: { promisedDigest: promised, receivedDigest: received },
  })
