import { AppError } from '../../../../shared/errors.ts'
import { createSecret } from '../base/secret.ts'
import { type Proxy, shownProxy } from './route.ts'

/**
 * `http://proxy:3128`, `user:password@proxy:3128`. `setBy` stands for the text in errors, which may hold a password.
 * Throws `invalid-input` with `proxy-address`, or `proxy-kind` for SOCKS and the like.
 */
export const parseProxy = (text: string, setBy: string): Proxy => {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim()) ? text.trim() : `http://${text.trim()}`
  const url = URL.parse(full)
  if (!url || url.hostname === '' || url.hostname.startsWith('-')) {
    throw new AppError('invalid-input', 'proxy-address', { address: setBy })
  }
  const credential = url.username !== '' && {
    username: decoded(url.username),
    secret: createSecret(decoded(url.password)),
  }
  const bare = { url: new URL(`${url.protocol}//${url.host}`) }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new AppError('invalid-input', 'proxy-kind', { proxy: shownProxy(bare), setBy })
  }
  return credential ? { ...bare, credential } : bare
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
