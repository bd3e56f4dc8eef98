import { isIP } from 'node:net'
import type { LookupAddress } from 'node:dns'
import type { Lookup } from '../../oci/http/address-guard.ts'
import { errorFromTransport } from '../../oci/http/transport-errors.ts'
import { AppError } from '../../../../shared/errors.ts'
import { settled, type Wait } from '../settled.ts'
import { failed, saw, skipped, type Sight } from '../sight.ts'

type Question = {
  /** The registry's, or the proxy's that looks it up itself. */
  readonly host: string
  readonly isProxy: boolean
  readonly lookup: Lookup
}

/** Looks the host up as every request does: with the system's resolver. */
export const lookUp = async (
  { host, isProxy, lookup }: Question,
  wait: Wait,
): Promise<Sight<readonly LookupAddress[]>> => {
  const literal = host.replace(/^\[|\]$/g, '')
  const family = isIP(literal)
  if (family !== 0) return skipped('address-given', { host }, [{ address: literal, family }])
  const addresses = await find(host, lookup, wait)
  const [first] = addresses
  if (!first) {
    throw failed('no-address', { host }, new AppError('unreachable', 'name-not-found', { host }))
  }
  const params = { host, address: first.address, more: addresses.length - 1 }
  return isProxy ? saw('address-of-proxy', params, addresses) : saw('address', params, addresses)
}

const find = async (
  host: string,
  lookup: Lookup,
  wait: Wait,
): Promise<readonly LookupAddress[]> => {
  try {
    return await settled<LookupAddress[]>(
      (resolve, reject) =>
        lookup(host, { all: true }, (error, found) => {
          if (error) return reject(error)
          return resolve(
            typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found,
          )
        }),
      wait,
      () => new AppError('unreachable', 'timed-out', { host }),
    )
  } catch (error) {
    throw wait.signal.aborted
      ? error
      : failed('no-address', { host }, errorFromTransport(error, host))
  }
}
