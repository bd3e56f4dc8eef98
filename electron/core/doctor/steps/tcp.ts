import type { LookupAddress } from 'node:dns'
import { connect, type Socket } from 'node:net'
import { AppError, isAppError } from '../../../../shared/errors.ts'
import { errorFromTransport } from '../../http/base/transport-errors.ts'
import { failed, saw, type StepSuccess } from '../observation.ts'
import { inTime, type Wait } from '../in-time.ts'
import type { FirstStop } from './first-stop.ts'

/** Opens a connection to the first address that takes one. Nothing is sent over it. */
export const openConnection = async (
  stop: FirstStop,
  addresses: readonly LookupAddress[],
  wait: Wait,
): Promise<StepSuccess<Socket>> => {
  const { hostname, port, proxy } = stop
  const first = addresses[0]?.address ?? hostname
  try {
    const socket = await dial(stop, addresses, wait)
    const params = { host: hostname, port, address: socket.remoteAddress ?? first }
    return proxy === undefined
      ? saw('connected', params, socket)
      : saw('connected-to-proxy', params, socket)
  } catch (error) {
    if (wait.signal.aborted) throw error
    throw explain(error, first, stop, wait)
  }
}

const explain = (
  error: unknown,
  address: string,
  { hostname, port, proxy }: FirstStop,
  wait: Wait,
) => {
  const own = isAppError(error) ? error : errorFromTransport(error, `${hostname}:${port}`)
  const meaning =
    proxy === undefined
      ? own
      : new AppError('unreachable', 'proxy-unreachable', { proxy }, { cause: error })
  if (own.reason === 'connection-refused') {
    return failed('connection-refused', { address, port }, meaning)
  }
  return own.reason === 'timed-out'
    ? failed('silence', { address, port, seconds: wait.ms / 1000 }, meaning)
    : failed('failed', { host: hostname }, meaning)
}

const dial = async (
  { hostname, port }: FirstStop,
  addresses: readonly LookupAddress[],
  wait: Wait,
): Promise<Socket> => {
  const socket = connect({
    host: hostname,
    port,
    // The addresses that the step before found. If the name were looked up again, it could lead elsewhere.
    lookup: (_name, { all }, found) => {
      const [first] = addresses
      if (all) return found(null, [...addresses])
      return found(null, first?.address ?? hostname, first?.family ?? 4)
    },
  })
  const connecting = new Promise<Socket>((resolve, reject) => {
    socket.once('connect', () => resolve(socket))
    // This listener stays, because only the step that uses the connection cares what becomes of it.
    socket.on('error', reject)
  })
  try {
    return await inTime(wait, hostname, connecting)
  } catch (error) {
    socket.destroy()
    throw error
  }
}
