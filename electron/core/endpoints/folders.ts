import { AppError } from '../../../shared/errors.ts'
import type { EndpointsOf } from '../dispatcher.ts'
import type { Desktop } from '../ports.ts'
import type { Transfers } from '../transfers/transfers.ts'

export const createFolderEndpoints = (
  { folders, savedPath }: Pick<Transfers, 'folders' | 'savedPath'>,
  desktop: Desktop | undefined,
): EndpointsOf<'folders'> => ({
  'folders.choose': async () => {
    const folder = await folders.choose()
    return folder ? { folder } : {}
  },
  'folders.last': () => {
    const folder = folders.last()
    return folder ? { folder } : {}
  },
  'folders.reveal': ({ transferId }) => {
    if (desktop === undefined) throw new AppError('unsupported', 'not-available-here')
    desktop.revealFile(savedPath(transferId))
    return {}
  },
})
