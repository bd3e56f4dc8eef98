import { type Vendor, vendorOfHost } from '../../../../shared/model/vendor.ts'
import type { Send } from '../../http/base/http-types.ts'
import { isSameOrigin } from '../../http/base/target.ts'
import { whoAnswered } from './who-answered.ts'

export type VendorGuess = {
  current(): Vendor | undefined
  /** Learns from what the registry answers; the first that says so counts. */
  watching(send: Send): Send
}

/** Whose registry it is: what is known of it already, else what it says of itself, else what its host name suggests. */
export const createVendorGuess = (
  registry: URL,
  host: string,
  known: (() => Vendor | undefined) | undefined,
): VendorGuess => {
  let said: Vendor | undefined
  return {
    current: () => known?.() ?? said ?? vendorOfHost(host),
    watching: send => async request => {
      const response = await send(request)
      if (isSameOrigin(response.url, registry)) said ??= whoAnswered(response).vendor
      return response
    },
  }
}
