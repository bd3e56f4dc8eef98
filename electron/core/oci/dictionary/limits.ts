import { pushes } from './actions.ts'
import type { Dictionary } from './entry.ts'

/** Too often, too much, or not paid for. */
export const limitEntries = {
  'docker-hub-pulls': {
    source: 'Too many requests',
    vendor: 'docker-hub',
    status: 429,
    text: /pull rate limit/i,
    means: ['rate-limited', 'try-later'],
    words: 'docker-hub',
  },
  'docker-hub-abuse': {
    source: 'Too many requests',
    vendor: 'docker-hub',
    status: 429,
    means: ['rate-limited', 'try-later'],
    words: 'abuse',
  },
  'too-many-requests': {
    source: 'Too many requests',
    status: 429,
    means: ['rate-limited', 'try-later'],
  },
  'too-many-by-code': {
    source: 'Too many requests',
    status: [400, 403, 405, 503],
    code: ['TOOMANYREQUESTS', 'TOO_MANY_REQUEST'],
    means: ['rate-limited', 'try-later'],
  },
  'harbor-quota': {
    source: 'How an error is read',
    assumed: true,
    vendor: 'harbor',
    status: [403, 412, 413],
    action: pushes,
    text: /quota|exceed\w* the configured upper limit/i,
    means: ['disk-full', 'quota'],
    words: 'harbor',
  },
  'ecr-quota': {
    source: 'How an error is read',
    assumed: true,
    vendor: ['ecr', 'ecr-public'],
    status: [400, 403, 405],
    text: /limit ?exceeded/i,
    means: ['disk-full', 'quota'],
    words: 'ecr',
  },
  'ghcr-billing': {
    source: 'How an error is read',
    assumed: true,
    vendor: 'ghcr',
    status: [402, 403],
    text: /billing|spending limit|quota/i,
    means: ['disk-full', 'quota'],
    words: 'ghcr',
  },
  quota: {
    source: 'How an error is read',
    assumed: true,
    status: [402, 403, 412, 413, 507],
    action: pushes,
    text: /quota/i,
    means: ['disk-full', 'quota'],
  },
  'payment-needed': {
    source: 'RFC 9110 15.5.3',
    assumed: true,
    status: 402,
    means: ['forbidden', 'payment-needed'],
  },
} as const satisfies Dictionary
