import { type AppError, isAppError } from '../../../../shared/errors.ts'
import type { Authorizer } from './authorizer.ts'
import { repositoryOf } from './scope.ts'

/**
 * Short-lived sign-ins end without notice. Where the registry takes one no longer, its keeper is asked for another
 * (`renew`) and the request is tried once more with it.
 */
export const withRenewal = (
  authorizer: Authorizer,
  renew: (signal: AbortSignal, repository?: string) => Promise<boolean>,
): Authorizer => {
  const again = async <T>(
    act: () => Promise<T>,
    signal: AbortSignal,
    repository?: string,
  ): Promise<T> => {
    try {
      return await act()
    } catch (error) {
      if (!isAppError(error) || !mayHaveEnded(error) || !(await renew(signal, repository)))
        throw error
      return act()
    }
  }
  return {
    ...authorizer,
    look: (signal, repository) =>
      again(() => authorizer.look(signal, repository), signal, repository),
    send: request =>
      // A request that cannot be sent twice fails here, and its caller starts over with the new sign-in.
      request.restartsItself
        ? authorizer.send(request)
        : again(() => authorizer.send(request), request.signal, repositoryOf(request.scopes)),
  }
}

const isAboutSecret: ReadonlySet<string> = new Set(['sign-in-refused', 'sign-in-expired'])

/**
 * ECR says 401 or 403 (docs/protocol.md, "Sign-ins by registry"); a signed request may get 401 for want of a right,
 * too.
 */
const mayHaveEnded = ({ code, reason, details }: AppError): boolean =>
  (code === 'unauthorized' && isAboutSecret.has(reason)) ||
  (code === 'forbidden' &&
    (details?.exchange?.status === 401 || /token has expired/i.test(details?.exchange?.body ?? '')))
