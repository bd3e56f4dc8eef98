import { connect, type Socket } from 'node:net'
import type { LookupAddress } from 'node:dns'
import { AppError, isAppError } from '../../../../shared/errors.ts'
import { errorFromTransport } from '../../oci/http/transport-errors.ts'
import { settled, type Wait } from '../settled.ts'
import { failed, saw, type Sight } from '../sight.ts'

type Way = {
  readonly host: string
  readonly port: number
  readonly addresses: readonly LookupAddress[]
  readonly isProxy: boolean
}

/** Opens a connection to the first address that takes one. Nothing is sent over it. */
export const openConnection = async (way: Way, wait: Wait): Promise<Sight<Socket>> => {
  const { host, port, addresses, isProxy } = way
  const address = addresses[0]?.address ?? host
  try {
    const socket = await dial(way, wait)
    const params = { host, port, address: socket.remoteAddress ?? address }
    return isProxy ? saw('connected-to-proxy', params, socket) : saw('connected', params, socket)
  } catch (error) {
    if (wait.signal.aborted) throw error
    const meaning = isAppError(error) ? error : errorFromTransport(error, `${host}:${port}`)
    if (meaning.reason === 'connection-refused') {
      throw failed('connection-refused', { address, port }, meaning)
    }
    if (meaning.reason !== 'timed-out') throw meaning
    throw failed('silence', { address, port, seconds: wait.ms / 1000 }, meaning)
  }
}

const dial = async ({ host, port, addresses }: Way, wait: Wait): Promise<Socket> => {
  const socket = connect({
    host,
    port,
    // What the step before found: a second answer could be another one.
    lookup: (_name, options, found) => {
      const [first] = addresses
      if (options.all) return found(null, [...addresses])
      return found(null, first?.address ?? host, first?.family ?? 4)
    },
  })
  try {
    return await settled<Socket>(
      (resolve, reject) => socket.once('connect', () => resolve(socket)).once('error', reject),
      wait,
      () => new AppError('unreachable', 'timed-out', { host }),
    )
  } catch (error) {
    socket.destroy()
    throw error
  }
}
