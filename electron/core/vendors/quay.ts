import { type Target, withParameter } from '../http/base/target.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import type { ListingStrategy, ProviderContext } from './listing-strategy.ts'
import { passwordOf, requirePassword } from './password-of.ts'
import { field, listOf, readApi, targetAt, textField } from './read-api.ts'
import { namePages, walkPages } from './walk-pages.ts'

/** The secret of this user name is an OAuth token of the API (docs.quay.io/api); of no other. */
const oauthUser = '$oauthtoken'

/** Quay's own API, at the registry's origin: one namespace, all of it to an OAuth token and what is public to others. */
export const quayApi: ListingStrategy = {
  name: 'quay-api',
  fits: ({ vendor, path, signedIn }) => vendor === 'quay' && (path !== '' || signedIn),
  list: listQuay,
}

async function* listQuay(
  context: ProviderContext,
  signal: AbortSignal,
): AsyncGenerator<NamePage, ListingEnd> {
  const credential = await (context.path === '' ? requirePassword : passwordOf)(context, signal)
  const isOauth = credential?.username === oauthUser
  const headers = isOauth ? { authorization: `Bearer ${credential.secret.reveal()}` } : {}
  // A robot is `namespace+name`; `$oauthtoken` and `$app` belong to nobody in particular.
  const own = credential?.username.startsWith('$') ? undefined : credential?.username.split('+')[0]
  const namespace = context.path.split('/')[0] || own
  const parameters = namespace === undefined ? 'public=true' : namespaceQuery(namespace, isOauth)
  const first = targetAt(context.registry, `/api/v1/repository?${parameters}`)
  const read = async (target: Target) => {
    const { body } = await readApi(context, context.elsewhere, { target, headers, signal })
    const cursor = textField(body, 'next_page')
    const next = cursor === undefined ? 'end' : withParameter(first, 'next_page', cursor)
    return { items: listOf(context, field(body, 'repositories')), next } as const
  }
  const pages = walkPages(first, read, context.onWarning)
  return yield* namePages(
    pages,
    item => `${textField(item, 'namespace')}/${textField(item, 'name')}`,
  )
}

const namespaceQuery = (namespace: string, isOauth: boolean): string =>
  `namespace=${encodeURIComponent(namespace)}${isOauth ? '' : '&public=true'}`
