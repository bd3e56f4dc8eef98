import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { AppError } from '../../../../shared/errors.ts'
import type { Lookup } from '../../http/base/address-guard.ts'
import { errorFromTransport } from '../../http/base/transport-errors.ts'
import { failed, saw, skipped, type StepSuccess } from '../observation.ts'
import { inTime, type Wait } from '../in-time.ts'
import type { FirstStop } from './first-stop.ts'

/** Looks the host up as every request does: with the system's resolver. */
export const lookUp = async (
  { hostname, proxy }: FirstStop,
  lookup: Lookup,
  wait: Wait,
): Promise<StepSuccess<readonly LookupAddress[]>> => {
  const family = isIP(hostname)
  if (family !== 0) {
    return skipped('address-given', { host: hostname }, [{ address: hostname, family }])
  }
  const addresses = await find(hostname, lookup, wait).catch((error: unknown) => {
    if (wait.signal.aborted) throw error
    throw failed('no-address', { host: hostname }, explain(error, hostname, proxy))
  })
  const params = {
    host: hostname,
    address: addresses[0]?.address ?? hostname,
    more: addresses.length - 1,
  }
  return proxy === undefined
    ? saw('address', params, addresses)
    : saw('address-of-proxy', params, addresses)
}

const explain = (error: unknown, host: string, proxy: string | undefined): AppError =>
  proxy === undefined
    ? errorFromTransport(error, host)
    : new AppError('unreachable', 'proxy-unreachable', { proxy }, { cause: error })

const find = (host: string, lookup: Lookup, wait: Wait): Promise<readonly LookupAddress[]> => {
  const asking = new Promise<LookupAddress[]>((resolve, reject) => {
    lookup(host, { all: true }, (error, found) => {
      const all = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found
      if (error) reject(error)
      else if (all.length === 0) reject(new AppError('unreachable', 'name-not-found', { host }))
      else resolve(all)
    })
  })
  return inTime(wait, host, asking)
}
