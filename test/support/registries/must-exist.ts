import { type Answer, type Handle, type Hook, repositoryOf } from './exchange.ts'
import { repositoriesBelow } from './list-api.ts'

/**
 * Nothing is made by pushing: a repository that the built-in registry does not hold is refused: docs/protocol.md,
 * "Repositories that must exist".
 */
export const mustExist =
  (local: Handle, refusal: (name: string) => Answer): Hook =>
  async (request, next) => {
    const name = repositoryOf(request.path)
    if (name === undefined) return next(request)
    const all = await repositoriesBelow(local, request, '')
    return all.includes(name) ? next(request) : refusal(name)
  }
