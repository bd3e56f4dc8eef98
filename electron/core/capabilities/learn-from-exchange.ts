import type { CapabilityName } from '../../../shared/ipc/schemas/capabilities.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import type { Finding } from './capability-sheet.ts'
import { readRateLimit } from './rate-limit.ts'
import { answerCodes, answerHeader, distributionPath } from './recorded-answer.ts'

/**
 * What one exchange of the user's shows of its registry. Nothing is sent to find these out; an answer that may mean
 * something else (no right, not there) teaches nothing.
 */
export const learnFromExchange = (exchange: RecordedExchange): Finding[] => {
  const url = distributionPath(exchange)
  const status = exchange.response?.status
  if (!url || status === undefined) return []
  const route = routes.find(
    ({ method, path }) => method === exchange.method && path.test(url.pathname),
  )
  const [, repository = '', reference = ''] = route?.path.exec(url.pathname) ?? []
  const seen: AnsweredExchange = {
    exchange,
    url,
    status,
    repository,
    reference,
    codes: answerCodes(exchange),
  }
  const found = [...(route?.learn(seen) ?? []), ...learnLimits(seen)]
  return found.map(learnt => ({ ...learnt, exchange }))
}

type AnsweredExchange = {
  readonly exchange: RecordedExchange
  readonly url: URL
  readonly status: number
  readonly repository: string
  readonly reference: string
  readonly codes: readonly string[]
}

type Route = {
  readonly method: string
  readonly path: RegExp
  readonly learn: (seen: AnsweredExchange) => Finding[]
}

const isDone = (status: number) => status >= 200 && status < 300

const says = (
  name: CapabilityName,
  state: Finding['state'],
  value: string,
  foundBy: Finding['foundBy'],
  params: Finding['params'] = {},
): Finding => ({ name, state, value, params, foundBy })

// Deletes by digest and by tag differ nearly everywhere: docs/protocol.md, "Deleting by digest and by tag". ECR lacks
// the route and answers 404 in plain text.
const learnDelete = ({ exchange, status, reference, codes }: AnsweredExchange): Finding[] => {
  const name = reference.includes(':') ? 'delete-by-digest' : 'delete-by-tag'
  if (isDone(status)) return [says(name, 'works', 'works', 'delete')]
  if (codes.includes('GOOGLE_MANIFEST_DANGLING_TAG')) {
    return [says(name, 'limited', 'tags-first', 'delete')]
  }
  const hasNoRoute = status === 404 && /^404 page not found\s*$/.test(exchange.response?.body ?? '')
  const isRefused = status === 405 || hasNoRoute || isUnsupported(status, codes)
  return isRefused ? [says(name, 'refused', 'refused', 'delete')] : []
}

// distribution 2.8 takes a tag for an empty digest.
const isUnsupported = (status: number, codes: readonly string[]) =>
  status === 400 && (codes.includes('UNSUPPORTED') || codes.includes('DIGEST_INVALID'))

const learnUploadStart = ({ url, status }: AnsweredExchange): Finding[] => {
  const mounts = url.searchParams.has('mount')
  if (mounts && status === 201) return [says('mount', 'works', 'works', 'copy')]
  if (mounts && status === 202) return [says('mount', 'refused', 'refused', 'copy')]
  // A registry that creates what is missing does not answer 404 here: docs/protocol.md, "Repositories that must exist".
  if (status !== 404) return []
  return [says('create-on-push', 'refused', 'refused', 'push')]
}

const immutable = /immutab|ImageTagAlreadyExists/i

const learnPut = (seen: AnsweredExchange): Finding[] => {
  const { exchange, status, repository, reference, codes } = seen
  const types = pushedTypes(exchange)
  if (isDone(status)) {
    const params = { count: types.length, types: types.join('+') }
    return types.length > 0 ? [says('artifact-types', 'works', 'accepted', 'push', params)] : []
  }
  const isTag = !reference.includes(':')
  const forbidsMoving =
    codes.includes('TAG_IMMUTABLE') ||
    status === 412 ||
    immutable.test(exchange.response?.body ?? '')
  if (isTag && forbidsMoving) {
    return [says('immutable-tags', 'limited', 'in', 'push', { repository, more: 0 })]
  }
  // The manifest's own fault, unless it names a part that is not there.
  const isTypeRefused =
    (status === 415 || codes.includes('MANIFEST_INVALID')) &&
    !codes.includes('MANIFEST_BLOB_UNKNOWN')
  const refused = types.at(-1)
  return isTypeRefused && refused !== undefined
    ? [says('artifact-types', 'limited', 'some-refused', 'push', { refused })]
    : []
}

/** What the sheet calls each kind of content (capabilities.artifactTypes), by what its manifest names. */
const kinds: ReadonlyArray<readonly [string, (body: string) => boolean]> = [
  ['charts', text => text.includes(`"${mediaType.helmConfig}"`)],
  ['provenance', text => text.includes(`"${mediaType.helmProvenance}"`)],
  ['signatures', text => /"application\/vnd\.(dev\.cosign|dev\.sigstore|cncf\.notary)/.test(text)],
  ['sboms', text => /"application\/(spdx|vnd\.cyclonedx)/.test(text)],
]

/** Plain ones first. Of a manifest too long to be recorded nothing is told. */
const pushedTypes = ({ request }: RecordedExchange): string[] =>
  kinds.filter(([, isNamedIn]) => isNamedIn(request.body ?? '')).map(([kind]) => kind)

/** Whether a session can be asked how far it came. */
const learnUploadStatus = ({ status }: AnsweredExchange): Finding[] => {
  if (status === 204) return [says('resumed-upload', 'works', 'works', 'push')]
  return status === 405 ? [says('resumed-upload', 'refused', 'refused', 'push')] : []
}

const routes: readonly Route[] = [
  { method: 'DELETE', path: /^\/v2\/(.+)\/manifests\/([^/]+)$/, learn: learnDelete },
  { method: 'PUT', path: /^\/v2\/(.+)\/manifests\/([^/]+)$/, learn: learnPut },
  { method: 'POST', path: /^\/v2\/(.+)\/blobs\/uploads\/?$/, learn: learnUploadStart },
  { method: 'GET', path: /^\/v2\/(.+)\/blobs\/uploads\/[^/]+$/, learn: learnUploadStatus },
]

const learnLimits = ({ exchange, status }: AnsweredExchange): Finding[] => {
  if (status === 429) return [says('rate-limit', 'limited', 'reached', 'header')]
  const left = readRateLimit(name => answerHeader(exchange, name))
  return left ? [left] : []
}
