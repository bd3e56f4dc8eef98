import { AppError } from '../../../../shared/errors.ts'
import { actionsOf, allows } from '../../oci/auth/token-access.ts'
import { readTokenResponse } from '../../oci/auth/token-response.ts'
import { failed, saw, skipped, type StepSuccess } from '../observation.ts'
import type { Wire } from '../wire.ts'
import type { Method } from './challenge.ts'
import { askToken, type Person, type Signature } from './token.ts'

/** What the token allows, as far as it says so; with a sign-in also whether it would allow a push. Pushes nothing. */
export const readScope = async (
  wire: Wire,
  method: Method,
  { token }: Signature,
  person: Person,
  signal: AbortSignal,
): Promise<StepSuccess<undefined>> => {
  const { repository, credential } = person
  if (method.kind !== 'bearer' || token === undefined) return skipped('no-scope', {}, undefined)
  if (repository === undefined) return skipped('scope-unnamed', {}, undefined)
  const actions = actionsOf(token, repository)
  if (!actions) return saw('granted-unsaid', { repository }, undefined)
  if (!allows(actions, 'pull')) {
    // A token with fewer rights than asked for is a 200 all the same (distribution token.md).
    const params = { host: wire.endpoint.host, repository }
    const error = credential
      ? new AppError('forbidden', 'denied', params)
      : new AppError('unauthorized', 'sign-in-needed', params)
    throw failed('not-granted', { repository }, error)
  }
  if (!credential) return saw('granted-pull', { repository }, undefined)
  const push = await mayPush(wire, method, { ...person, repository }, signal)
  return saw(push ? 'granted-pull-push' : 'granted-pull-no-push', { repository }, undefined)
}

const mayPush = async (
  wire: Wire,
  method: Extract<Method, { kind: 'bearer' }>,
  person: Person & { readonly repository: string },
  signal: AbortSignal,
): Promise<boolean> => {
  const response = await askToken(wire, method, person, ['pull', 'push'], signal)
  // GHCR refuses the whole token where others leave the action out.
  if (response.status !== 200) return false
  const place = { host: wire.endpoint.host, realm: method.realm.url.origin }
  const { token } = readTokenResponse(response.bytes, place)
  wire.redactor.remember(token)
  return allows(actionsOf(token, person.repository) ?? [], 'push')
}
