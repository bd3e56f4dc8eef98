/**
 * What a step of the sign-in doctor can have seen, with the parameters its words may use: doctor.seen.<key>.
 * `more` counts addresses beside the one that is named; `realm` and `proxy` are hosts with their port.
 */
export const doctorSeen = {
  // While a step runs, and where it was not reached.
  'running-dns': ['host'],
  'running-tcp': ['host', 'port'],
  'running-proxy': ['host'],
  'running-tls': ['host'],
  'running-v2': ['host'],
  'running-challenge': ['host'],
  'running-token': ['host'],
  'running-scope': ['host'],
  'running-repository': ['host'],
  'not-reached-dns': ['host'],
  'not-reached-tcp': ['host', 'port'],
  'not-reached-proxy': ['host'],
  'not-reached-tls': ['host'],
  'not-reached-v2': ['host'],
  'not-reached-challenge': ['host'],
  'not-reached-token': ['host'],
  'not-reached-scope': ['repository'],
  'not-reached-scope-unnamed': [],
  'not-reached-repository': ['repository'],
  'not-reached-repository-unnamed': [],

  // dns
  address: ['address', 'more'],
  /** `host` is the proxy's: the proxy itself looks the registry up. */
  'address-of-proxy': ['host', 'address', 'more'],
  'address-given': ['host'],
  'no-address': ['host'],

  // tcp
  connected: ['address', 'port'],
  'connected-to-proxy': ['host', 'address', 'port'],
  'connection-refused': ['address', 'port'],
  /** No answer within `seconds`. */
  silence: ['address', 'port', 'seconds'],

  // proxy
  'no-proxy': [],
  /** `setBy`: `NO_PROXY has .corp.internal`, `this registry`. */
  'no-proxy-because': ['setBy'],
  /** `setBy`: `HTTPS_PROXY`, `system settings`, `this registry`. */
  'through-proxy': ['proxy', 'setBy'],
  'proxy-asks': ['proxy', 'status'],
  'proxy-refused': ['proxy', 'status'],
  'proxy-cut-off': ['proxy'],

  // tls
  'plain-http': [],
  /** Vouched for by the system's or the bundled roots; `validToMs` since 1970. */
  'tls-system': ['protocol', 'issuer', 'validToMs'],
  'tls-extra-ca': ['protocol', 'issuer', 'validToMs'],
  'tls-ca-file': ['protocol', 'issuer', 'validToMs'],
  'tls-pin': ['protocol', 'issuer', 'validToMs'],
  /** `subject` and `issuer` are those of the certificate that was refused. */
  'certificate-refused': ['subject', 'issuer', 'validToMs'],
  'answers-plain-http': ['host'],
  'tls-failed': ['host'],

  // v2
  registry: ['status'],
  'registry-asks': ['status'],
  /** Answers everybody, and names a way to sign in all the same. */
  'registry-open-and-asks': ['status'],

  /** Nothing was asked: the registry said before that it wants no requests for so long. */
  'still-quiet': ['seconds'],

  // challenge
  'no-challenge': [],
  bearer: ['realm'],
  basic: [],
  'empty-challenge': [],
  'unknown-challenge': ['scheme'],
  'unsafe-realm': ['realm'],
  'realm-not-agreed': ['realm'],

  // token
  'token-saved': ['username', 'status'],
  'token-anonymous': ['status'],
  /** Basic: there is no token service, /v2/ was asked with the sign-in. */
  'basic-taken': ['username', 'status'],
  'basic-nobody': [],
  'token-not-needed': [],
  'sign-in-missing': ['username'],
  'sign-in-unreadable': ['username'],
  'malformed-token': ['status'],

  // scope
  'granted-pull': ['repository'],
  'granted-pull-push': ['repository'],
  'granted-pull-no-push': ['repository'],
  /** The token cannot be read: the registry decides. */
  'granted-unsaid': ['repository'],
  'not-granted': ['repository'],
  'no-scope': [],
  'scope-unnamed': [],

  // repository
  tags: ['repository', 'count', 'status'],
  /** The first page of several. */
  'tags-first-page': ['repository', 'count', 'status'],
  'repository-unnamed': [],
  /** No repository is known, so /v2/ was asked with what the steps before gave. */
  'repository-unnamed-accepted': ['status'],

  // any step that fails
  /** It wants no more requests for so long. */
  'asks-for-quiet': ['status', 'seconds'],
  answered: ['status'],
  'answered-saying': ['status', 'text'],
  'web-page': ['status'],
  redirected: ['status', 'target'],
  'cut-off': ['host'],
  'no-answer': ['host'],
  'not-readable': ['host'],
  failed: ['host'],
} as const satisfies Record<string, readonly string[]>

export type DoctorSeen = keyof typeof doctorSeen
