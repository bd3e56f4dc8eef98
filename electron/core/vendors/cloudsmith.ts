import { type Target, withParameter } from '../http/base/target.ts'
import type { ListingStrategy } from './listing-strategy.ts'
import { credentialHosts, mayHaveSignIn } from './credential-hosts.ts'
import { requirePassword } from './password-of.ts'
import { listOf, readApi, targetAt, textField } from './read-api.ts'
import { namePages, walkPages } from './walk-pages.ts'

const { origin } = credentialHosts.cloudsmith

/** Packages of `owner/repository`, with the API key that is the registry's password (docs.cloudsmith.com/api). */
export const cloudsmithApi: ListingStrategy = {
  name: 'cloudsmith-api',
  fits: ({ host, path, signedIn }) =>
    mayHaveSignIn('cloudsmith', host) && signedIn && path.includes('/'),
  list: async function* (context, signal) {
    const [owner = '', repository = ''] = context.path.split('/')
    const credential = await requirePassword(context, signal)
    const headers = { 'x-api-key': credential.secret.reveal() }
    const place = `${encodeURIComponent(owner)}/${encodeURIComponent(repository)}`
    const first = targetAt(origin, `/v1/packages/${place}/?page_size=100`)
    const read = async (target: Target) => {
      const { body, response } = await readApi(context, context.elsewhere, {
        target,
        headers,
        signal,
      })
      const page = Number(response.headers.get('x-pagination-page'))
      const isLast = !(page < Number(response.headers.get('x-pagination-pagetotal')))
      const next = isLast ? 'end' : withParameter(first, 'page', String(page + 1))
      return { items: listOf(context, body).filter(isContainer), next } as const
    }
    const pages = walkPages(first, read, context.onWarning)
    return yield* namePages(pages, item => `${owner}/${repository}/${textField(item, 'name')}`)
  },
}

// A repository holds packages of every kind; these are what its OCI side serves.
const isContainer = (item: unknown) =>
  ['docker', 'oci', 'helm'].includes(textField(item, 'format') ?? '')
