import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { isLoopbackHost } from '../../shared/model/reference.ts'

type Status = Registry['state']['status']
type Limit = NonNullable<Registry['state']['limit']>
export type Tone = 'ok' | 'warn' | 'bad' | 'off'

const tones: Record<Status, Tone> = {
  unknown: 'off',
  connected: 'ok',
  limited: 'warn',
  'sign-in-needed': 'bad',
  failed: 'bad',
  'server-error': 'bad',
  offline: 'off',
}

export const registryTone = ({ state }: Registry): Tone => tones[state.status]

/** Branch of the words `registries.state.…`: the limit where there is one, else the status. */
export const registryStateKey = ({ state }: Registry): Status | Limit =>
  state.status === 'limited' ? (state.limit ?? 'limited') : state.status

/** Plain HTTP that leaves the machine: to be marked wherever the registry stands. */
export const isExposed = ({ plainHttp, host }: Pick<Registry, 'plainHttp' | 'host'>): boolean =>
  plainHttp && !isLoopbackHost(host)

/** Whether a request to it may be tried without the user asking: not while it wants a sign-in. */
export const isReachable = ({ state }: Registry): boolean =>
  state.status !== 'sign-in-needed' && state.status !== 'failed'
