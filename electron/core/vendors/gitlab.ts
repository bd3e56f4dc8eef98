import { AppError } from '../../../shared/errors.ts'
import type { HttpResponse } from '../http/base/http-types.ts'
import { type Target, withParameter } from '../http/base/target.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import type { ListingStrategy, ProviderContext } from './listing-strategy.ts'
import { requirePassword } from './password-of.ts'
import { askApi, field, listOf, parseBody, refusal, targetAt, textField } from './read-api.ts'
import { createNameReader, type NameReader, namePages, walkPages } from './walk-pages.ts'

/**
 * GitLab's own API at the web host, which is where the registry's token service is and the sign-in goes anyway
 * (docs.gitlab.com/api/container_registry). A path is a group or a project; without one, all of the user's projects.
 */
export const gitlabApi: ListingStrategy = {
  name: 'gitlab-api',
  fits: ({ vendor, signedIn }) => vendor === 'gitlab' && signedIn,
  list: listGitlab,
}

type Api = {
  readonly at: (path: string) => Target
  readonly ask: (t: Target) => Promise<HttpResponse>
}

async function* listGitlab(
  context: ProviderContext,
  signal: AbortSignal,
): AsyncGenerator<NamePage, ListingEnd> {
  const api = await openApi(context, signal)
  const names = createNameReader()
  if (context.path !== '') return yield* listPath(context, api, names)
  let end: ListingEnd = { truncated: false }
  const projects = walk(context, api, api.at('/api/v4/projects?membership=true&per_page=100'))
  for (;;) {
    const page = await projects.next()
    if (page.done) return end.truncated ? end : page.value
    for (const project of page.value) {
      const id = field(project, 'id')
      if (typeof id !== 'number' || !mayHaveImages(project)) continue
      const images = walk(
        context,
        api,
        api.at(`/api/v4/projects/${id}/registry/repositories?per_page=100`),
      )
      const ended = yield* namePages(images, imageName, names)
      if (ended.truncated) end = ended
    }
  }
}

const imageName = (image: unknown) => textField(image, 'path')

const mayHaveImages = (project: unknown): boolean =>
  field(project, 'container_registry_enabled') !== false &&
  field(project, 'container_registry_access_level') !== 'disabled'

const openApi = async (context: ProviderContext, signal: AbortSignal): Promise<Api> => {
  const credential = await requirePassword(context, signal)
  const origin = await context.realmOrigin(signal)
  if (!origin) throw new AppError('unsupported', 'no-catalog', { host: context.host })
  const headers = { 'private-token': credential.secret.reveal() }
  return {
    at: path => targetAt(origin, path),
    ask: target => askApi(context.elsewhere, { target, headers, signal }),
  }
}

/** The path is a group, a project, or an image in one: the first that the API knows. */
async function* listPath(
  context: ProviderContext,
  api: Api,
  names: NameReader,
): AsyncGenerator<NamePage, ListingEnd> {
  const parts = context.path.split('/')
  const places = parts
    .map((_, at) => encodeURIComponent(parts.slice(0, parts.length - at).join('/')))
    .flatMap(name => [`/api/v4/groups/${name}`, `/api/v4/projects/${name}`])
  for (const place of places) {
    const target = api.at(`${place}/registry/repositories?per_page=100`)
    const response = await api.ask(target)
    if (response.status === 404 && place !== places.at(-1)) continue
    return yield* namePages(walk(context, api, target, response), imageName, names)
  }
  throw new Error('a path has a place')
}

const walk = (context: ProviderContext, api: Api, first: Target, known?: HttpResponse) => {
  let answered = known
  const read = async (target: Target) => {
    const response = answered ?? (await api.ask(target))
    answered = undefined
    if (response.status !== 200) throw refusal(context, response)
    const page = response.headers.get('x-next-page') ?? ''
    const next = /^\d{1,6}$/.test(page) ? withParameter(first, 'page', page) : 'end'
    return { items: listOf(context, parseBody(context, response)), next } as const
  }
  return walkPages(first, read, context.onWarning)
}
