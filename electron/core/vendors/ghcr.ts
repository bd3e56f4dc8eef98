import type { HttpResponse } from '../http/base/http-types.ts'
import type { Target } from '../http/base/target.ts'
import { nextPage } from '../oci/listing/next-page.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import { credentialHosts, mayHaveSignIn } from './credential-hosts.ts'
import type { ListingStrategy, ProviderContext } from './listing-strategy.ts'
import { passwordOf, requirePassword } from './password-of.ts'
import {
  askApi,
  field,
  listOf,
  parseBody,
  readApi,
  refusal,
  targetAt,
  textField,
} from './read-api.ts'
import { createNameReader, namePages, walkPages } from './walk-pages.ts'

const { origin } = credentialHosts.ghcr
const packages = 'packages?package_type=container&per_page=100'

/** GitHub's packages API with the token that the registry takes too (`read:packages`); the registry has no catalog. */
export const ghcrPackages: ListingStrategy = {
  name: 'ghcr-packages',
  fits: ({ host, signedIn }) => mayHaveSignIn('ghcr', host) && signedIn,
  list: listPackages,
}

async function* listPackages(
  context: ProviderContext,
  signal: AbortSignal,
): AsyncGenerator<NamePage, ListingEnd> {
  const credential = await requirePassword(context, signal)
  const headers = {
    'x-github-api-version': '2022-11-28',
    authorization: `Bearer ${credential.secret.reveal()}`,
  }
  const ask = (target: Target) =>
    askApi(context.elsewhere, { target, accept: 'application/vnd.github+json', headers, signal })
  const first = await findOwner(context, credential.username, ask)
  let response: HttpResponse | undefined = first.response
  const read = async (target: Target) => {
    const answer = response ?? (await ask(target))
    response = undefined
    if (answer.status !== 200) throw refusal(context, answer)
    const items = listOf(context, parseBody(context, answer))
    return { items, next: nextPage(answer, items.length) }
  }
  const pages = walkPages(first.target, read, context.onWarning)
  return yield* namePages(pages, packageName)
}

/** An organization, else a user; the user's own show private ones too. */
const findOwner = async (
  context: ProviderContext,
  username: string,
  ask: (target: Target) => Promise<HttpResponse>,
) => {
  const owner = context.path.split('/')[0] ?? ''
  const isOwn = owner === '' || owner === username.toLowerCase()
  const name = encodeURIComponent(owner)
  const places = isOwn ? ['/user'] : [`/orgs/${name}`, `/users/${name}`]
  for (const place of places) {
    const target = targetAt(origin, `${place}/${packages}`)
    const response = await ask(target)
    if (response.status !== 404 || place === places.at(-1)) return { target, response }
  }
  throw new Error('an owner has a place')
}

// Repositories are in lower case there, owners as their people write them.
const packageName = (item: unknown): string | undefined => {
  const login = textField(field(item, 'owner'), 'login')
  const name = textField(item, 'name')
  return login === undefined || name === undefined ? undefined : `${login}/${name}`.toLowerCase()
}

/** Its catalog starts anywhere when told where: not documented, so it is tried and not relied on. */
export const ghcrCatalogPrefix: ListingStrategy = {
  name: 'ghcr-catalog-prefix',
  fits: ({ vendor, path }) => vendor === 'ghcr' && path !== '',
  list: listPrefix,
}

async function* listPrefix(
  context: ProviderContext,
  signal: AbortSignal,
): AsyncGenerator<NamePage, ListingEnd> {
  const prefix = `${context.path.split('/')[0]}/`
  const credential = await passwordOf(context, signal)
  // The registry takes the token itself, in base64, where its own tokens open no catalog (containerd#3291).
  const bearer = credential && Buffer.from(credential.secret.reveal()).toString('base64')
  const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
  const read = async (target: Target) => {
    const { body, response } = await readApi(context, context.elsewhere, {
      target,
      headers,
      signal,
    })
    const names = listOf(context, field(body, 'repositories'))
    const mine = names.filter(name => typeof name === 'string' && name.startsWith(prefix))
    // In order: whatever comes after the last of ours is none of ours.
    const isLast = mine.length < names.length
    return { items: mine, next: isLast ? ('end' as const) : nextPage(response, names.length) }
  }
  const path = `/v2/_catalog?last=${encodeURIComponent(prefix)}&n=100`
  const pages = walkPages(targetAt(context.registry, path), read, context.onWarning)
  return yield* namePages(pages, name => name, createNameReader())
}
