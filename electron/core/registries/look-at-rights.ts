import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Rights } from '../../../shared/ipc/schemas/registries.ts'
import type { RegistryClient } from '../oci/types.ts'

/** An answer that takes longer is left out: the user waits for it. */
const askingMs = 3_000

/**
 * What a token for a repository below the path would allow; nothing is uploaded. Undefined where nothing can be
 * asked: no token service, no repository known. A path of one word is a namespace nearly everywhere, not one.
 */
export const lookAtRights = async (
  client: RegistryClient,
  {
    path,
    repository = path.includes('/') ? path : undefined,
  }: { path: string; repository?: string | undefined },
  signal: AbortSignal,
): Promise<Rights | undefined> => {
  if (repository === undefined) return undefined
  const either = AbortSignal.any([signal, AbortSignal.timeout(askingMs)])
  try {
    const rights = await client.repository(repository).rights({ signal: either })
    return rights && { repository, ...rights }
  } catch (error) {
    if (signal.aborted) throw new AppError('cancelled', 'by-user')
    if (!isAppError(error)) throw error
    // The sign-in was just seen to work, so a failure here only means that its rights are not known.
    return undefined
  }
}
