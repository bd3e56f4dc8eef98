import { type Answer, type Hook, refuse, repositoryOf, type SimulatedRequest } from './exchange.ts'
import { type Held, mayDo, type TokenService } from './token-service.ts'

export type BearerOptions = {
  /** Which requests need a token at all: all below `/v2/` when not said. */
  readonly applies?: (request: SimulatedRequest) => boolean
  /** What a request needs beside the token itself; undefined for none. */
  readonly scopeOf?: (request: SimulatedRequest) => string | undefined
  /** Whether the token is enough for it. */
  readonly isEnough?: (held: Held, request: SimulatedRequest) => boolean
  readonly refusal?: (challenge: string, held: Held | undefined) => Answer
}

export const actionOf = ({ method }: SimulatedRequest): string =>
  method === 'GET' || method === 'HEAD' ? 'pull' : method === 'DELETE' ? 'delete' : 'push'

/** `pull` to read, `pull,push` to write, `delete`; the catalog its own (distribution's access control). */
export const usualScope = (request: SimulatedRequest): string | undefined => {
  if (request.path.endsWith('/_catalog')) return 'registry:catalog:*'
  const name = repositoryOf(request.path)
  if (name === undefined) return undefined
  const action = actionOf(request)
  return `repository:${name}:${action === 'push' ? 'pull,push' : action}`
}

const isEnoughByScope =
  (scopeOf: (request: SimulatedRequest) => string | undefined) =>
  (held: Held, request: SimulatedRequest): boolean => {
    const scope = scopeOf(request)
    if (scope === undefined) return true
    const [, ...rest] = scope.split(':')
    const actions = (rest.pop() ?? '').split(',')
    return actions.every(action => mayDo(held, rest.join(':'), action))
  }

/** Nothing under `/v2/` without a token that is good for it. */
export const requireBearer = (tokens: TokenService, options: BearerOptions = {}): Hook => {
  const scopeOf = options.scopeOf ?? usualScope
  const applies = options.applies ?? (({ path }: SimulatedRequest) => path.startsWith('/v2/'))
  const isEnough = options.isEnough ?? isEnoughByScope(scopeOf)
  const refusal =
    options.refusal ??
    ((challenge: string) =>
      refuse(401, 'UNAUTHORIZED', 'authentication required', { 'WWW-Authenticate': challenge }))
  return (request, next) => {
    if (!applies(request)) return next(request)
    const held = tokens.accessOf(request)
    if (held && isEnough(held, request)) return next(request)
    return refusal(tokens.challenge(scopeOf(request)), held)
  }
}
