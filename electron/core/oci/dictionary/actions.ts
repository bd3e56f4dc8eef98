import type { Action } from './entry.ts'

export const pushes: readonly Action[] = ['upload-start', 'upload', 'push-manifest']

/** On one repository, by whatever method. */
export const onRepository: readonly Action[] = ['tags', 'manifest', 'blob', 'delete', ...pushes]

/** Where a sign-in itself is looked at. */
export const signingIn: readonly Action[] = ['token', 'ping']
