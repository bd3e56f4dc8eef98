import { pushes } from './actions.ts'
import type { Dictionary } from './entry.ts'

/** What is no registry, or stands in front of one. */
export const inBetween = {
  'proxy-asks': {
    source: 'Proxies',
    assumed: true,
    status: 407,
    means: ['unreachable', 'proxy-asks'],
  },
  'captive-portal': {
    source: 'RFC 6585 section 6',
    status: 511,
    means: ['unsupported', 'not-a-registry'],
    words: 'portal',
  },
  'https-needed': {
    source: 'answers of Go and nginx to HTTP on a TLS port',
    assumed: true,
    status: 400,
    text: /HTTP request (?:to an|was sent to) HTTPS/i,
    means: ['unreachable', 'speaks-https'],
  },
  'client-certificate-wanted': {
    source: 'answers of nginx 1.22',
    status: 400,
    text: /No required SSL certificate was sent/i,
    means: ['untrusted-certificate', 'client-certificate'],
  },
  'client-certificate-unknown': {
    source: 'answers of nginx 1.22',
    status: 400,
    text: /The SSL certificate error/i,
    means: ['untrusted-certificate', 'client-certificate-refused'],
  },
  'artifactory-base': {
    source: 'Repositories that must exist',
    vendor: 'artifactory',
    status: 404,
    action: 'ping',
    means: ['unsupported', 'not-a-registry'],
    words: 'artifactory',
  },
  'web-page': {
    source: 'What answers mean',
    status: [200, 404],
    action: 'ping',
    body: 'web-page',
    means: ['unsupported', 'not-a-registry'],
    words: 'page',
  },
  redirected: {
    source: 'What answers mean',
    status: [301, 302, 303, 307, 308],
    action: 'ping',
    means: ['unsupported', 'not-a-registry'],
    words: 'redirect',
  },
  'not-a-registry': {
    source: 'What answers mean',
    status: [200, 204, 404, 405],
    action: 'ping',
    means: ['unsupported', 'not-a-registry'],
  },
  'proxy-body-limit': {
    source: 'What answers mean',
    status: 413,
    body: 'web-page',
    means: ['too-large', 'refused-by-registry'],
    words: 'proxy',
  },
  'refused-by-a-page': {
    source: 'How an error is read',
    assumed: true,
    status: 403,
    body: 'web-page',
    means: ['forbidden', 'denied'],
    words: 'page',
  },
  'gateway-gave-up-an-upload': {
    source: 'What answers mean',
    status: [502, 504],
    action: pushes,
    means: ['unreachable', 'server-error'],
    words: 'upload',
  },
  gateway: {
    source: 'What answers mean',
    status: [502, 504],
    means: ['unreachable', 'server-error'],
    words: 'gateway',
  },
  maintenance: {
    source: 'How an error is read',
    assumed: true,
    status: 503,
    text: /maintenance/i,
    means: ['unreachable', 'server-error'],
    words: 'maintenance',
  },
} as const satisfies Dictionary
