import { call } from './call.ts'
import { isWebHost } from './environment.ts'

/** A page of somebody else's, in the system's browser. */
export const openOutside = (url: string): void =>
  isWebHost
    ? void window.open(url, '_blank', 'noopener,noreferrer')
    : void call('app.openLink', { url })
