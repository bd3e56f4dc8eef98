import { isAppError } from '../../../shared/errors.ts'
import { isRepositoryName } from '../../../shared/model/reference.ts'
import { repositoryScope } from '../oci/auth/scope.ts'
import { registryLimits } from '../oci/base/limits.ts'
import type { ListingEnd, NamePage } from '../oci/base/name-page.ts'
import type { ListingStrategy, ProviderContext } from './listing-strategy.ts'
import { field, listOf, parseBody, refusal } from './read-api.ts'
import { createNameReader } from './walk-pages.ts'

const parallel = 6

/**
 * Google names below a path what lies there: `tags/list` of a parent has `child`. Level by level from the registry's
 * path; `n` is never sent, with which it would page (docs/protocol.md, "Listing repositories").
 */
export const googleChildren: ListingStrategy = {
  name: 'google-children',
  fits: ({ vendor, path }) => vendor === 'google' && path !== '',
  list: listTree,
}

async function* listTree(
  context: ProviderContext,
  signal: AbortSignal,
): AsyncGenerator<NamePage, ListingEnd> {
  const read = createNameReader()
  let level: readonly string[] = [context.path]
  let asked = 0
  let skipped = 0
  while (level.length > 0) {
    const children: string[] = []
    for (let at = 0; at < level.length; at += parallel) {
      if (asked >= registryLimits.pages) {
        context.onWarning('page-limit')
        return { truncated: true, cut: 'page-limit' }
      }
      const names = level.slice(at, at + parallel)
      asked += names.length
      const nodes = await Promise.all(names.map(name => readNode(context, name, signal)))
      yield withSkipped(
        read(nodes.flatMap(({ name, isRepository }) => (isRepository ? [name] : []))),
        skipped,
      )
      skipped = 0
      for (const { name, child } of nodes) {
        const below = child.map(part => (typeof part === 'string' ? `${name}/${part}` : ''))
        const valid = below.filter(isRepositoryName)
        skipped += below.length - valid.length
        children.push(...valid)
      }
    }
    level = children
  }
  if (skipped > 0) yield { names: [], skipped }
  return { truncated: false }
}

const withSkipped = ({ names, skipped }: NamePage, more: number): NamePage => ({
  names,
  skipped: skipped + more,
})

type Node = {
  readonly name: string
  readonly isRepository: boolean
  readonly child: readonly unknown[]
}

const readNode = async (
  context: ProviderContext,
  name: string,
  signal: AbortSignal,
): Promise<Node> => {
  try {
    const response = await context.exchange({
      method: 'GET',
      target: `/v2/${name}/tags/list`,
      scopes: [repositoryScope(name, 'pull')],
      limitBytes: registryLimits.pageBytes,
      signal,
    })
    if (response.status !== 200) throw refusal(context, response)
    const body = parseBody(context, response)
    const manifests = Object.keys(Object(field(body, 'manifest')))
    const isRepository = manifests.length > 0 || listOf(context, field(body, 'tags')).length > 0
    return { name, isRepository, child: listOf(context, field(body, 'child')) }
  } catch (error) {
    // A branch that may not be seen hides itself, not the tree; the root has to answer.
    if (name === context.path || !isAppError(error) || !hidden.has(error.code)) throw error
    return { name, isRepository: false, child: [] }
  }
}

const hidden = new Set(['unauthorized', 'forbidden', 'unsupported'])
