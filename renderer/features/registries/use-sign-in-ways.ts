import { signInCommandFor, signInFormsFor } from '../../../shared/model/providers.ts'
import { vendorOfHost, type Vendor } from '../../../shared/model/vendor.ts'
import { useContractQuery } from '../../lib/contract-query.ts'
import { signInsFor } from '../../lib/found-sign-ins.ts'
import type { SignInWays } from './sign-in-draft.ts'

const products: readonly (readonly [RegExp, Vendor])[] = [
  [/^harbor/i, 'harbor'],
  [/^artifactory/i, 'artifactory'],
  [/^quay/i, 'quay'],
  [/^gitlab/i, 'gitlab'],
  [/^zot/i, 'zot'],
]

/** What a registry calls itself tells more than its name; a self-hosted one has no name to go by. */
const vendorOfProduct = (product: string | undefined): Vendor | undefined =>
  products.find(([pattern]) => pattern.test(product ?? ''))?.[1]

type Place = {
  readonly host: string
  readonly path: string
  readonly product?: string | undefined
  readonly vendor?: Vendor | undefined
}

/** How one can sign in there: what lies on this machine, the forms of the vendor, and its program. */
export const useSignInWays = (
  place: Place | undefined,
): SignInWays & { readonly isLooking: boolean } => {
  const importable = useContractQuery('registries.importable', {})
  const vendor =
    place && (vendorOfProduct(place.product) ?? place.vendor ?? vendorOfHost(place.host))
  return {
    forms: signInFormsFor(vendor),
    command: place && signInCommandFor(place.host),
    found: signInsFor(importable.data?.found ?? [], place),
    isLooking: importable.isPending,
  }
}
