import { type Hook, noSuchPage, on } from './exchange.ts'

/** No referrers API, as far as a client can tell (oci-registries 5.2); without `isMissing` it is there. */
export const noReferrers = (isMissing = true): Hook =>
  on(/ \/v2\/.+\/referrers\//, (request, _match, next) => (isMissing ? noSuchPage : next(request)))
