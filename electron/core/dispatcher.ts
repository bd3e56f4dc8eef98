import {
  contract,
  isMethod,
  type Input,
  type Method,
  type Output,
  type Progress,
} from '../../shared/ipc/contract.ts'
import { type Frame, requestSchema } from '../../shared/ipc/frames.ts'
import {
  AppError,
  isAppError,
  isCancelled,
  toErrorInfo,
  type ErrorInfo,
} from '../../shared/errors.ts'
import { errorInfoSchema } from '../../shared/error-info.ts'
import type { Logger } from './ports.ts'
import { isNoRoom } from './store/spare-write.ts'

export type CallContext<M extends Method> = {
  readonly signal: AbortSignal
  readonly progress: (value: Progress<M>) => void
}

export type Endpoint<M extends Method> = (
  input: ParsedInput<M>,
  context: CallContext<M>,
) => Promise<Output<M>> | Output<M>

type ParsedInput<M extends Method> = Input<M>

export type Endpoints = { readonly [M in Method]: Endpoint<M> }

/** The endpoints of one domain: all of its methods, and none of another. */
export type EndpointsOf<Domain extends string> = Pick<
  Endpoints,
  Extract<Method, `${Domain}.${string}`>
>

export type Dispatch = (
  request: unknown,
  send: (frame: Frame) => void,
  signal: AbortSignal,
) => Promise<void>

/**
 * Validates the input, runs the endpoint, validates what it says. Both ways on the host: input because the
 * renderer is untrusted, output because the schema drops undeclared fields, so no secret leaves by accident.
 */
export const createDispatcher =
  (endpoints: Endpoints, host: 'desktop' | 'web', logger: Logger): Dispatch =>
  async (request, send, signal) => {
    try {
      const { method, input } = readRequest(request, host)
      const entry = contract[method]
      const progress = (value: unknown) => {
        if (signal.aborted || !('progress' in entry)) return
        send({ type: 'progress', value: entry.progress.parse(value) })
      }
      const endpoint = endpoints[method] as (
        input: unknown,
        context: { signal: AbortSignal; progress: (value: unknown) => void },
      ) => Promise<unknown>
      const output = await endpoint(input, { signal, progress })
      if (!signal.aborted) send({ type: 'done', value: entry.output.parse(output) })
    } catch (error) {
      if (signal.aborted) return
      send({ type: 'failed', error: toClosedInfo(translate(error, logger)) })
    }
  }

const readRequest = (request: unknown, host: 'desktop' | 'web') => {
  const parsed = requestSchema.safeParse(request)
  if (!parsed.success || !isMethod(parsed.data.method)) {
    throw new AppError('invalid-input', 'malformed-request')
  }
  const { method } = parsed.data
  const entry = contract[method]
  if ('host' in entry && entry.host !== host) {
    throw new AppError('unsupported', 'not-available-here')
  }
  const input = entry.input.safeParse(parsed.data.input)
  if (!input.success) throw new AppError('invalid-input', 'malformed-request', { method })
  return { method, input: input.data }
}

/** Details are built from what a registry said: only declared members cross. */
const toClosedInfo = (error: AppError): ErrorInfo =>
  errorInfoSchema.safeParse(toErrorInfo(error)).data ??
  toErrorInfo(new AppError('unexpected', 'internal'))

/** Anything that nobody translated is logged here and shown as `unexpected`: no message, no stack crosses. */
const translate = (error: unknown, logger: Logger): AppError => {
  if (isAppError(error)) return error
  if (isCancelled(error)) return new AppError('cancelled', 'by-user')
  logger.log('error', 'unexpected', { error })
  if (isNoRoom(error)) return new AppError('disk-full', 'data')
  return new AppError('unexpected', 'internal')
}
