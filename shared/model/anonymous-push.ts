import type { Vendor } from './vendor.ts'

const neverAnonymous: ReadonlySet<Vendor> = new Set([
  'docker-hub',
  'ecr',
  'ecr-public',
  'acr',
  'ghcr',
  'gitlab',
  'quay',
  'harbor',
  'ibm',
  'cloudsmith',
])

/** Nobody pushes there without a sign-in. Others may be set up to take it, and only a push shows whether they are. */
export const refusesAnonymousPush = (vendor: Vendor | undefined): boolean =>
  vendor !== undefined && neverAnonymous.has(vendor)

type Allowed = {
  /** `own`: Chartroom's own registry, to which Chartroom has the password. */
  readonly kind: 'own' | 'push' | 'no-push' | 'unknown'
  /** When a push without a sign-in was seen to work. */
  readonly atMs?: number
}

type Known = {
  readonly registry: { readonly kind: 'local' | 'remote' }
  readonly vendor?: Vendor | undefined
  readonly capabilities: readonly {
    readonly name: string
    readonly state: string
    readonly foundAtMs?: number | undefined
    /** `as`: who signed it; nobody when absent. */
    readonly exchange?: { readonly as?: string | undefined } | undefined
  }[]
}

/** What is known to work without a sign-in. */
export const allowedAnonymously = ({ registry, vendor, capabilities }: Known): Allowed => {
  if (registry.kind === 'local') return { kind: 'own' }
  const pushed = capabilities.find(
    ({ name, state, exchange }) =>
      name === 'artifact-types' && state === 'works' && exchange && exchange.as === undefined,
  )
  if (pushed?.foundAtMs !== undefined) return { kind: 'push', atMs: pushed.foundAtMs }
  return { kind: refusesAnonymousPush(vendor) ? 'no-push' : 'unknown' }
}
