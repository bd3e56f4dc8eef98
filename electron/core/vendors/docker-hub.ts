import type { Target } from '../http/base/target.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import type { Credential } from '../oci/base/credential.ts'
import { credentialHosts, mayHaveSignIn } from './credential-hosts.ts'
import type { ListingStrategy, ProviderContext } from './listing-strategy.ts'
import { passwordOf, requirePassword } from './password-of.ts'
import {
  askApi,
  field,
  jsonBody,
  listOf,
  parseBody,
  readApi,
  refusal,
  targetAt,
  textField,
} from './read-api.ts'
import { continuation, namePages, walkPages } from './walk-pages.ts'

const { origin } = credentialHosts['docker-hub']

/**
 * The API of hub.docker.com, since the registry lists nothing to nobody (docker/hub-feedback#2094). It lists one
 * namespace: the registry's path, or the user's own.
 */
export const dockerHubApi: ListingStrategy = {
  name: 'docker-hub-api',
  fits: ({ host, path, signedIn }) =>
    mayHaveSignIn('docker-hub', host) && (signedIn || path !== ''),
  list: listNamespace,
}

async function* listNamespace(
  context: ProviderContext,
  signal: AbortSignal,
): AsyncGenerator<NamePage, ListingEnd> {
  const [owner] = context.path.split('/')
  const credential = await (owner ? passwordOf : requirePassword)(context, signal)
  const namespace = owner || credential?.username.toLowerCase() || ''
  const headers = credential ? { authorization: await signIn(context, credential, signal) } : {}
  const read = async (target: Target) => {
    const { body, response } = await readApi(context, context.elsewhere, {
      target,
      headers,
      signal,
    })
    const next = continuation(textField(body, 'next'), response)
    return { items: listOf(context, field(body, 'results')), next }
  }
  const first = targetAt(origin, `/v2/repositories/${encodeURIComponent(namespace)}/?page_size=100`)
  const pages = walkPages(first, read, context.onWarning)
  return yield* namePages(pages, item => nameOf(item, namespace))
}

const nameOf = (item: unknown, namespace: string): string | undefined => {
  const name = textField(item, 'name')
  return name === undefined ? undefined : `${textField(item, 'namespace') ?? namespace}/${name}`
}

/**
 * A token for a PAT or password; the older way where the newer is not known: docs/protocol.md, "Listing repositories".
 */
const signIn = async (
  context: ProviderContext,
  { username, secret }: Credential,
  signal: AbortSignal,
): Promise<string> => {
  const post = (path: string, body: object) =>
    askApi(context.elsewhere, {
      method: 'POST',
      target: targetAt(origin, path),
      ...jsonBody(body),
      bodies: 'secrets',
      signal,
    })
  let scheme = 'Bearer'
  let response = await post('/v2/auth/token', { identifier: username, secret: secret.reveal() })
  if (response.status === 404 || response.status === 405) {
    scheme = 'JWT'
    response = await post('/v2/users/login', { username, password: secret.reveal() })
  }
  if (response.status !== 200) throw refusal(context, response)
  const body = parseBody(context, response)
  const token = textField(body, 'access_token') ?? textField(body, 'token') ?? ''
  context.remember(token)
  return `${scheme} ${token}`
}
