import type { CapabilityName } from '../../../shared/ipc/schemas/capabilities.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'

/** Which request shows it, for what is learnt by a question of ours. */
const asked: Partial<Record<CapabilityName, RegExp>> = {
  'repository-listing':
    /\/(_catalog|repositories|projects|packages|images|artifacts)\b|\/v2\/([^?]+\/)?tags\/list/,
  'tag-paging': /\/tags\/list(\?|$)/,
  referrers: /\/referrers\//,
  'rate-limit': /\/manifests\/|\/projects\/[^/]+\/summary$/,
}

/** The newest exchange that can have shown it, of a log with the newest first; one with no answer shows nothing. */
export const exchangeBehind = (
  name: CapabilityName,
  log: readonly RecordedExchange[],
): RecordedExchange | undefined => {
  const pattern = asked[name]
  return pattern && log.find(({ url, response }) => response !== undefined && pattern.test(url))
}
