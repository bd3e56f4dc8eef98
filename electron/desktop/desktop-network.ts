import type { Session } from 'electron'
import { systemNetwork } from '../adapters/system-network.ts'
import type { Network } from '../core/ports.ts'

/** The system's certificates, and its proxy settings as Chromium reads them: by hand, by a PAC script, found by itself. */
export const createDesktopNetwork = (session: () => Pick<Session, 'resolveProxy'>): Network => ({
  ...systemNetwork,
  systemProxy: url => session().resolveProxy(url.href),
})
