import { nextPage } from '../oci/listing/next-page.ts'
import type { Target } from '../http/base/target.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import type { ListingStrategy, ProviderContext } from './listing-strategy.ts'
import { field, listOf, readApi, targetAt, textField } from './read-api.ts'
import { createNameReader, namePages, walkPages } from './walk-pages.ts'

/**
 * Projects, then the repositories of each: a catalog is for administrators alone, and these show what the sign-in
 * may see (docs/protocol.md, "Listing repositories"). Basic only.
 */
export const harborProjects: ListingStrategy = {
  name: 'harbor-projects',
  fits: ({ vendor }) => vendor === 'harbor',
  list: listProjects,
}

async function* listProjects(
  context: ProviderContext,
  signal: AbortSignal,
): AsyncGenerator<NamePage, ListingEnd> {
  const [project] = context.path.split('/')
  const names = createNameReader()
  const repositoriesOf = (name: string) => {
    const path = `/api/v2.0/projects/${encodeTwice(name)}/repositories?page=1&page_size=100`
    return namePages(walk(context, path, signal), item => textField(item, 'name'), names)
  }
  if (project) return yield* repositoriesOf(project)
  let end: ListingEnd = { truncated: false }
  const projects = walk(context, '/api/v2.0/projects?page=1&page_size=100', signal)
  for (;;) {
    const page = await projects.next()
    if (page.done) return end.truncated ? end : page.value
    for (const item of page.value) {
      const name = textField(item, 'name')
      if (name === undefined || field(item, 'repo_count') === 0) continue
      const ended = yield* repositoriesOf(name)
      if (ended.truncated) end = ended
    }
  }
}

/** A name with a slash is decoded once too often on its way (harbor src/lib/encode/repository). */
const encodeTwice = (name: string) => encodeURIComponent(encodeURIComponent(name))

const walk = (context: ProviderContext, path: string, signal: AbortSignal) => {
  const read = async (target: Target) => {
    const { body, response } = await readApi(context, context.basic, { target, signal })
    const items = listOf(context, body)
    return { items, next: nextPage(response, items.length) }
  }
  return walkPages(targetAt(context.registry, path), read, context.onWarning)
}
