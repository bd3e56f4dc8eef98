/**
 * Every reason an error can have, by code. Each has its words in renderer/locales (errors.<code>.<reason>);
 * a test fails when one is missing or unused. Sorted by area within a code.
 */
export const reasonsByCode = {
  'invalid-input': ['malformed-request'],
  unauthorized: ['sign-in-needed', 'sign-in-refused'],
  forbidden: ['denied'],
  'not-found': ['repository', 'manifest', 'blob', 'registry', 'draft', 'transfer'],
  conflict: ['target-exists', 'already-running'],
  unsupported: ['no-catalog', 'not-available-here'],
  unreachable: ['connection-failed', 'timed-out', 'host-gone'],
  'untrusted-certificate': ['not-trusted'],
  'rate-limited': ['try-later'],
  integrity: ['digest-mismatch', 'size-mismatch'],
  'too-large': ['response'],
  'keychain-unavailable': ['no-keychain'],
  'disk-full': ['no-space'],
  cancelled: ['by-user'],
  unexpected: ['internal'],
} as const satisfies Record<string, readonly string[]>

export type ErrorCode = keyof typeof reasonsByCode
export type Reason<C extends ErrorCode> = (typeof reasonsByCode)[C][number]
