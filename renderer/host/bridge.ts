import { AppError } from '../../shared/errors.ts'
import type { Bridge, Host } from './open.ts'

export const createBridgeHost = (bridge: Bridge): Host => ({
  kind: 'desktop',
  open: bridge.open,
  grant: files => bridge.grant(files),
  download: () => {
    throw new AppError('unsupported', 'not-available-here')
  },
  session: { state: () => 'open', subscribe: () => () => {} },
})
