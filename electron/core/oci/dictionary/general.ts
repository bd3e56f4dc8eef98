import { onRepository, pushes } from './actions.ts'
import type { Dictionary } from './entry.ts'

/** What a status means where nothing more is known. */
export const generalEntries = {
  'token-for-nobody': {
    source: 'Tokens',
    status: [401, 403],
    action: 'token',
    signedIn: false,
    means: ['unauthorized', 'sign-in-needed'],
  },
  'no-challenge': {
    source: 'Tokens',
    assumed: true,
    status: 401,
    action: onRepository,
    signedIn: true,
    challenge: 'none',
    means: ['forbidden', 'denied'],
    words: 'no-challenge',
  },
  // After a sign-in that was accepted, a 401 means that it has no right here, or that the thing does not exist.
  'no-right': {
    source: 'What answers mean',
    status: 401,
    signedIn: true,
    means: ['forbidden', 'denied'],
  },
  unauthorized: {
    source: 'Challenges',
    status: 401,
    means: ['unauthorized', 'sign-in-needed'],
  },
  denied: {
    source: 'How an error is read',
    status: 403,
    means: ['forbidden', 'denied'],
  },
  'repository-first': {
    source: 'What answers mean',
    status: 404,
    action: pushes,
    means: ['not-found', 'repository-for-push'],
  },
  'repository-unknown': {
    source: 'How an error is read',
    status: 404,
    code: ['NAME_UNKNOWN', 'NAME_INVALID'],
    means: ['not-found', 'repository'],
  },
  'no-tags': {
    source: 'Page sizes',
    status: 404,
    action: 'tags',
    means: ['not-found', 'repository'],
  },
  'manifest-unknown': {
    source: 'What answers mean',
    status: 404,
    action: ['manifest', 'delete'],
    means: ['not-found', 'manifest'],
  },
  'blob-unknown': {
    source: 'How an error is read',
    status: 404,
    action: 'blob',
    means: ['not-found', 'blob'],
  },
  'too-large': {
    source: 'What answers mean',
    status: 413,
    means: ['too-large', 'refused-by-registry'],
  },
  'registry-full': {
    source: 'RFC 4918 11.5',
    status: 507,
    means: ['disk-full', 'registry-full'],
  },
  'delete-disabled': {
    source: 'What answers mean',
    status: [400, 405, 406, 501],
    action: 'delete',
    means: ['unsupported', 'delete-disabled'],
  },
  'not-implemented': {
    source: 'RFC 9110 15.6.2',
    status: [501, 505],
    means: ['unsupported', 'not-implemented'],
  },
  unavailable: {
    source: 'How an error is read',
    status: 503,
    means: ['unreachable', 'server-error'],
    words: 'unavailable',
  },
  'server-error': {
    source: 'How an error is read',
    status: '5xx',
    means: ['unreachable', 'server-error'],
  },
} as const satisfies Dictionary
