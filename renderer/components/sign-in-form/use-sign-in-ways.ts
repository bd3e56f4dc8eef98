import { signInCommandFor, signInFormsFor } from '../../../shared/model/providers.ts'
import { vendorOfHost, type Vendor } from '../../../shared/model/vendor.ts'
import { useContractQuery } from '../../lib/contract-query.ts'
import { signInsFor } from '../../lib/found-sign-ins.ts'
import type { SignInWays } from './sign-in-draft.ts'

type Place = {
  readonly host: string
  readonly path: string
  /** What it said of itself; a self-hosted one has no name to go by. */
  readonly vendor?: Vendor | undefined
}

/** How one can sign in there: what lies on this machine, the forms of the vendor, and its program. */
export const useSignInWays = (
  place: Place | undefined,
): SignInWays & { readonly isLooking: boolean } => {
  const importable = useContractQuery('signIns.found', {})
  const vendor = place && (place.vendor ?? vendorOfHost(place.host))
  return {
    forms: signInFormsFor(vendor),
    command: place && signInCommandFor(place.host),
    found: signInsFor(importable.data?.found ?? [], place),
    isLooking: importable.isPending,
  }
}
