import { AppError } from '../../shared/errors.ts'
import type { Clock } from '../core/ports.ts'

const schemes = ['http:', 'https:', 'mailto:']
const betweenMs = 1000

/**
 * The one way out to another program. The renderer has asked the user, showing the host; a hostile page could ask too,
 * so what is opened is limited here (docs/threats.md, "What a README may do").
 */
export const createOpener = (openExternal: (url: string) => Promise<void>, clock: Clock) => {
  let nextMs = -Infinity
  return async (url: URL): Promise<void> => {
    const hasUserInfo = url.username !== '' || url.password !== ''
    if (!schemes.includes(url.protocol) || hasUserInfo) {
      throw new AppError('invalid-input', 'link-not-opened')
    }
    if (clock.monotonicMs() < nextMs) throw new AppError('rate-limited', 'try-later')
    nextMs = clock.monotonicMs() + betweenMs
    await openExternal(url.href)
  }
}
