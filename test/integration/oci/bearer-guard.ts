import type { FaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { send } from '../../support/fault-registry/memory-registry.ts'
import type { Canary } from './oci-harness.ts'

export const basicOf = ({ username, password }: Canary) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

export type BearerOptions = {
  readonly realm?: string
  readonly grant?: (call: number) => object | string
  readonly takes?: (authorization: string | undefined, path: string) => boolean
  readonly scope?: string
}

/** Guards a registry by Bearer, with the token service at `/token` of the same host. */
export const guardByBearer = (registry: FaultRegistry, options: BearerOptions = {}) => {
  const { realm = `${registry.origin}/token`, scope } = options
  const grant = options.grant ?? (call => ({ token: `granted-${call}`, expires_in: 300 }))
  const takes = options.takes ?? (authorization => authorization?.startsWith('Bearer ') ?? false)
  const challenge = `Bearer realm="${realm}",service="svc"${scope ? `,scope="${scope}"` : ''}`
  registry.on(/ \/v2\//, ({ request, response, pass }) => {
    if (takes(request.headers.authorization, request.path)) return pass()
    return send(
      response,
      401,
      { errors: [{ code: 'UNAUTHORIZED' }] },
      { 'www-authenticate': challenge },
    )
  })
  registry.on(/ \/token/, ({ response, call }) => send(response, 200, grant(call)))
}
