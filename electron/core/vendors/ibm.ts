import { AppError } from '../../../shared/errors.ts'
import { parseReference } from '../../../shared/model/reference.ts'
import { registryLimits } from '../oci/base/limits.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import { credentialHosts, mayHaveSignIn } from './credential-hosts.ts'
import type { ListingStrategy, ProviderContext } from './listing-strategy.ts'
import { requirePassword } from './password-of.ts'
import { field, formBody, listOf, readApi, targetAt } from './read-api.ts'
import { createNameReader } from './walk-pages.ts'

const { origin } = credentialHosts.ibm

/** The secret of this user name is an API key of IBM Cloud; of `iambearer` it is a token of an unnamed account. */
const apiKeyUser = 'iamapikey'

/**
 * The registry's own API, with an IAM token of the account that the API key belongs to (cloud.ibm.com/apidocs:
 * container-registry, iam-identity-token-api). Charts are among its images (Registry-registry_helm_charts).
 */
export const ibmApi: ListingStrategy = {
  name: 'ibm-api',
  fits: ({ host, signedIn }) => mayHaveSignIn('ibm', host) && signedIn,
  list: listAccount,
}

/** One namespace after the other: there are no pages, and a whole account is said to time out. */
async function* listAccount(
  context: ProviderContext,
  signal: AbortSignal,
): AsyncGenerator<NamePage, ListingEnd> {
  const headers = await signIn(context, signal)
  const ask = async (path: string) => {
    const target = targetAt(context.registry, path)
    const { body } = await readApi(context, context.elsewhere, { target, headers, signal })
    return listOf(context, body)
  }
  const own = context.path.split('/')[0] ?? ''
  const namespaces = own === '' ? await ask('/api/v1/namespaces') : [own]
  const names = createNameReader()
  for (const namespace of namespaces.slice(0, registryLimits.pages)) {
    const query = `namespace=${encodeURIComponent(String(namespace))}&includeManifestLists=true`
    const images = await ask(`/api/v1/images?${query}&vulnerabilities=false`)
    yield names(images.flatMap(image => referencesOf(context, image)).map(repositoryOf))
  }
  if (namespaces.length <= registryLimits.pages) return { truncated: false }
  context.onWarning('page-limit')
  return { truncated: true, cut: 'page-limit' }
}

// `us.icr.io/namespace/repository:tag` and `…@sha256:…`, as in Docker's API.
const referencesOf = (context: ProviderContext, image: unknown): readonly unknown[] =>
  ['RepoTags', 'RepoDigests'].flatMap(name => listOf(context, field(image, name)))

const repositoryOf = (reference: unknown): string | undefined =>
  typeof reference === 'string' ? parseReference(reference)?.repository : undefined

/** Who asks, and for which account: the API wants to be told both. */
const signIn = async (context: ProviderContext, signal: AbortSignal) => {
  const credential = await requirePassword(context, signal)
  if (credential.username !== apiKeyUser || !mayHaveSignIn('ibm', context.host))
    throw new AppError('unsupported', 'no-catalog', { host: context.host })
  const apikey = credential.secret.reveal()
  const granted = await readApi(context, context.elsewhere, {
    method: 'POST',
    target: targetAt(origin, '/identity/token'),
    ...formBody({ grant_type: 'urn:ibm:params:oauth:grant-type:apikey', apikey }),
    bodies: 'secrets',
    signal,
  })
  const token = headerField(context, granted.body, 'access_token')
  context.remember(token)
  const authorization = `Bearer ${token}`
  const details = await readApi(context, context.elsewhere, {
    target: targetAt(origin, '/v1/apikeys/details'),
    headers: { authorization, 'iam-apikey': apikey },
    bodies: 'secrets',
    signal,
  })
  return { authorization, account: headerField(context, details.body, 'account_id') }
}

const headerField = (context: ProviderContext, body: unknown, name: string): string => {
  const value = field(body, name)
  if (typeof value === 'string' && /^[!-~]+$/.test(value)) return value
  throw new AppError('unsupported', 'malformed-answer', { host: context.host })
}
