import type { Socket } from 'node:net'
import type { SecureContext, TLSSocket } from 'node:tls'
import { buildConnector } from 'undici'
import type { Lookup } from '../http/address-guard.ts'
import { limits } from '../http/limits.ts'

export type Place = { readonly hostname: string; readonly port: string }

export type TlsDial = {
  readonly place: Place
  readonly lookup: Lookup
  readonly context: SecureContext
  /** False only where the certificate is judged by us, before anything is sent. */
  readonly verify: boolean
  /** A tunnel to the place, where a proxy is between. */
  readonly tunnel?: Socket | undefined
}

/** Opens a connection without TLS. At most 10 s. */
export const dialPlain = ({ hostname, port }: Place, lookup: Lookup): Promise<Socket> =>
  dialed({ timeout: limits.connectMs, lookup }, { hostname, protocol: 'http:', port })

/** Opens a connection and shakes hands. At most 10 s. A session is never taken up again: each connection is verified. */
export const dialTls = async (dial: TlsDial): Promise<TLSSocket> => {
  const { place, lookup, context, verify, tunnel } = dial
  const options = {
    timeout: limits.connectMs,
    maxCachedSessions: 0,
    allowH2: false,
    lookup,
    secureContext: context,
    // Said, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment changes nothing.
    rejectUnauthorized: verify,
  }
  const target = { ...place, host: place.hostname, protocol: 'https:' }
  try {
    return (await dialed(options, tunnel ? { ...target, httpSocket: tunnel } : target)) as TLSSocket
  } catch (error) {
    tunnel?.destroy()
    throw error
  }
}

const dialed = (
  options: buildConnector.BuildOptions,
  target: buildConnector.Options,
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    buildConnector(options)(target, (error, socket) => {
      if (error) reject(error)
      else if (socket) resolve(socket)
    })
  })
