import { type Hook, noSuchPage, on } from './exchange.ts'

/**
 * No referrers API, as far as a client can tell (docs/protocol.md, "The referrers API"); without `isMissing` it is
 * there.
 */
export const noReferrers = (isMissing = true): Hook =>
  on(/ \/v2\/.+\/referrers\//, (request, _match, next) => (isMissing ? noSuchPage : next(request)))
