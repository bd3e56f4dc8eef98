import { AppError } from '../../../../shared/errors.ts'
import { type Proxy, shownProxy } from './route.ts'

/** What a proxy says instead of letting us through. */
export const refusalOfProxy = (proxy: Proxy, status: number): AppError => {
  const shown = { proxy: shownProxy(proxy) }
  if (status === 407 && proxy.credential) {
    return new AppError('unreachable', 'proxy-sign-in-refused', shown)
  }
  if (status === 407) return new AppError('unreachable', 'proxy-sign-in', shown)
  return new AppError('unreachable', 'proxy-refused', { ...shown, status })
}
