import type { ConnectionChange } from '../../../shared/ipc/schemas/connection-settings.ts'
import { host } from '../../host/host.ts'
import { toConnectionChange, type ConnectionDraft } from './connection-draft.ts'

/** The change for one call: its files are granted now, and a grant serves once. */
export const handOver = (draft: ConnectionDraft): Promise<ConnectionChange | undefined> =>
  toConnectionChange(draft, files => host.grant(files))
