import type { AppError } from '../../../../shared/errors.ts'
import type { Clock } from '../../ports.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import type { Target } from '../../http/base/target.ts'

export type Listing = {
  readonly host: string
  readonly field: 'tags' | 'repositories'
  readonly isValid: (name: string) => boolean
  /** To be asked one after the other while the registry refuses the first page with a 4xx. */
  readonly first: readonly Target[]
  /** A large first page, where the registry may be asked for one. */
  readonly large?: LargePage | undefined
  readonly get: (target: Target) => Promise<HttpResponse>
  readonly refused: (response: HttpResponse) => AppError
  readonly onWarning: (text: string) => void
  readonly signal?: AbortSignal
}

export type LargePage = {
  readonly target: Target
  /** How long a reader waits for it before the small one is asked for too. */
  readonly patienceMs: number
  readonly clock: Clock
}
