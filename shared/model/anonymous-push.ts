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
