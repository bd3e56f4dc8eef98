import type { ErrorCode, Reason } from '../../../../shared/error-reasons.ts'
import type { Vendor } from '../../../../shared/model/vendor.ts'

/** What was being done: the same status means another thing on another path. */
export type Action =
  | 'ping'
  | 'catalog'
  | 'tags'
  | 'manifest'
  | 'blob'
  | 'upload-start'
  | 'upload'
  | 'push-manifest'
  | 'delete'
  | 'token'

export type Meaning = { [C in ErrorCode]: readonly [C, Reason<C>] }[ErrorCode]

type OneOrMore<T> = T | readonly T[]

/**
 * One thing that a registry, or something in between, can say. All that is given has to fit. The status always is:
 * only it can be relied on, codes come second and text last (docs/protocol.md, "How an error is read").
 */
export type Entry = {
  /** The heading of docs/protocol.md that says so, an RFC, or whose answers were seen. */
  readonly source: string
  /** No source confirms it: general knowledge or an inference. */
  readonly assumed?: true
  readonly status: OneOrMore<number> | '5xx'
  readonly vendor?: OneOrMore<Vendor>
  readonly action?: OneOrMore<Action>
  /** One of the codes in the body. */
  readonly code?: OneOrMore<string>
  readonly text?: RegExp
  /** Whether the request went out with a sign-in. */
  readonly signedIn?: boolean
  readonly body?: 'web-page'
  /** `none`: no `WWW-Authenticate`, or an empty one. */
  readonly challenge?: 'none'
  /** How the manifest was named. */
  readonly by?: 'tag' | 'digest'
  readonly repository?: RegExp
  readonly means: Meaning
  /** Selects the words of this very cause: `title_<words>` and `advice_<words>` of the reason, where there are such. */
  readonly words?: string
}

export type Dictionary = Readonly<Record<string, Entry>>
