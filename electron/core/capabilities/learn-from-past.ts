import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import type { Finding } from './capability-sheet.ts'
import { answerHeader, distributionPath } from './recorded-answer.ts'

const pushed = /^(\/v2\/.+)\/manifests\/([^/:]+)$/

/**
 * What a push teaches only beside what was seen before it: that a repository was made, or that a tag moved. Of
 * earlier exchanges the newest comes first.
 */
export const learnFromPast = (
  exchange: RecordedExchange,
  earlier: readonly RecordedExchange[],
): Finding[] => {
  const path = distributionPath(exchange)?.pathname ?? ''
  const [, repository = '', tag] = pushed.exec(path) ?? []
  const status = exchange.response?.status ?? 0
  if (exchange.method !== 'PUT' || status < 200 || status > 299 || tag === undefined) return []
  const lastOf = (wanted: string) =>
    earlier.find(one => distributionPath(one)?.pathname === wanted && one.response !== undefined)
  const listed = lastOf(`${repository}/tags/list`)
  const common = { state: 'works', params: {}, foundBy: 'push', exchange } as const
  const before = digestOf(lastOf(path))
  const now = digestOf(exchange)
  const isMoved = before !== undefined && now !== undefined && before !== now
  return [
    ...(listed?.response?.status === 404
      ? [{ ...common, name: 'create-on-push', value: 'works' } as const]
      : []),
    ...(isMoved ? [{ ...common, name: 'immutable-tags', value: 'none' } as const] : []),
  ]
}

const digestOf = (exchange: RecordedExchange | undefined): string | undefined =>
  exchange?.response?.status !== undefined && exchange.response.status < 300
    ? answerHeader(exchange, 'docker-content-digest')
    : undefined
