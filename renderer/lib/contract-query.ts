import {
  queryOptions,
  useMutation,
  useQuery,
  type QueryClient,
  type QueryKey,
  type UseMutationOptions,
} from '@tanstack/react-query'
import type { Input, Method, Output, Progress } from '../../shared/ipc/contract.ts'
import { call } from './call.ts'

/** `charts.read` with an input → `['charts', 'read', input]`. With no input: every query of the method. */
export const contractKey = <M extends Method>(method: M, input?: Input<M>): QueryKey =>
  input === undefined ? method.split('.') : [...method.split('.'), input]

export type ContractQueryOptions = {
  enabled?: boolean
  /** Infinity for what is addressed by digest. */
  staleTime?: number
  /** How long it is kept once nobody shows it. */
  gcTime?: number
}

/** One call of the contract as a query. Leaving the screen hangs up, which cancels it in the core. */
export const useContractQuery = <M extends Method>(
  method: M,
  input: Input<M>,
  options: ContractQueryOptions = {},
) =>
  useQuery<Output<M>>({
    queryKey: contractKey(method, input),
    queryFn: ({ signal }) => call(method, input, { signal }),
    ...options,
  })

/** What a streaming call has told so far; `end` is there when it has told all. */
export type Streamed<S, M extends Method> = { readonly value: S; readonly end?: Output<M> }

type StreamOptions<M extends Method, S> = ContractQueryOptions & {
  /** Makes the value that progress is folded into; called once per run. */
  start: () => S
  /** Takes one progress frame in. May change `value` in place: each show gets a new envelope. */
  fold: (value: S, progress: Progress<M>) => S
}

/** Shows at once what came first, then at most every 120 ms. */
const paced = (show: () => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown = false
  return {
    tick: () => {
      if (!shown) {
        shown = true
        show()
      } else timer ??= setTimeout(() => ((timer = undefined), show()), 120)
    },
    stop: () => clearTimeout(timer),
  }
}

const runStream = async <M extends Method, S>(
  client: QueryClient,
  queryKey: QueryKey,
  method: M,
  input: Input<M>,
  signal: AbortSignal,
  { start, fold }: StreamOptions<M, S>,
): Promise<Streamed<S, M>> => {
  let value = start()
  // A refresh keeps the old rows until the new ones are complete.
  const isFirst = client.getQueryData<Streamed<S, M>>(queryKey)?.end === undefined
  const show = paced(() => isFirst && client.setQueryData<Streamed<S, M>>(queryKey, { value }))
  try {
    const onProgress = (progress: Progress<M>) => {
      value = fold(value, progress)
      show.tick()
    }
    const end = await call(method, input, { signal, onProgress })
    return { value, end }
  } finally {
    show.stop()
  }
}

/** Query options of a call that streams progress, folded into one value in the cache while it runs. */
export const contractStream = <M extends Method, S>(
  method: M,
  input: Input<M>,
  options: StreamOptions<M, S>,
) => {
  const queryKey = contractKey(method, input)
  const { enabled, staleTime } = options
  return queryOptions<Streamed<S, M>>({
    queryKey,
    queryFn: ({ client, signal }) => runStream(client, queryKey, method, input, signal, options),
    structuralSharing: false,
    ...(enabled !== undefined && { enabled }),
    ...(staleTime !== undefined && { staleTime }),
  })
}

export const useContractStream = <M extends Method, S>(
  method: M,
  input: Input<M>,
  options: StreamOptions<M, S>,
) => useQuery(contractStream(method, input, options))

/** One call that changes something. */
export const useContractMutation = <M extends Method>(
  method: M,
  options: Omit<UseMutationOptions<Output<M>, Error, Input<M>>, 'mutationFn'> = {},
) =>
  useMutation<Output<M>, Error, Input<M>>({ mutationFn: input => call(method, input), ...options })
