import type { Exchange } from '../../../../shared/errors.ts'
import { findSecrets, needlesOf, type Span } from './find-secrets.ts'
import { hidden, hidePatterns, type OpenParameters, redactUrl } from './hide-patterns.ts'
import type { HttpResponse } from './http-types.ts'

export type Redactor = {
  /** From now on this text, in any of its spellings, is taken out of what people see. */
  remember(secret: string): void
  /** The same for user name and password: no number of tokens makes it forget them. */
  rememberSignIn(username: string, secret: string): void
  scrub(text: string): string
  /** Without userinfo and fragment. */
  showUrl(url: URL): string
}

/** How many needles are remembered; most secrets have nine (one for each spelling). */
const rememberedCount = 400
const challengeLength = 1_024

/** Knows the secrets in use, so that a server that echoes them into an error body cannot put them on the screen. */
export const createRedactor = (openParameters: OpenParameters): Redactor => {
  const tokens = new Set<string>()
  const signIns = new Set<string>()
  const add = (known: Set<string>, secret: string) => {
    for (const needle of needlesOf(secret)) {
      // Deleting and adding again makes it the newest, and the newest is forgotten last.
      known.delete(needle)
      known.add(needle)
    }
    for (const old of known) {
      if (known.size <= rememberedCount) break
      known.delete(old)
    }
  }
  const scrub = (text: string) =>
    hidePatterns(without(text, findSecrets(text, [...signIns, ...tokens])), openParameters)
  return {
    remember: secret => add(tokens, secret),
    rememberSignIn: (username, secret) => {
      add(signIns, secret)
      // As a token service may echo it: without the word Basic before it.
      add(signIns, `${username}:${secret}`)
    },
    scrub,
    showUrl: url => scrub(redactUrl(url, openParameters)),
  }
}

const without = (text: string, spans: readonly Span[]): string => {
  let copied = 0
  const kept = spans.map(({ start, end }) => {
    const before = text.slice(copied, start)
    copied = end
    return before
  })
  return [...kept, text.slice(copied)].join(hidden)
}

// C0 without tab and newline, DEL, C1, and the marks that turn or hide text.
const unprintable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** Makes what a server wrote safe to show: escape sequences and bidirectional marks are spelled out. */
export const escapeUnprintable = (text: string): string =>
  text.replaceAll(unprintable, mark => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`)

/** What a person may see of one exchange. */
export const describeExchange = (response: HttpResponse, redactor: Redactor): Exchange => {
  const challenge = response.headers.all('www-authenticate').join(', ').slice(0, challengeLength)
  const body = new TextDecoder().decode(response.bytes)
  const show = (text: string) => escapeUnprintable(redactor.scrub(text))
  return {
    method: response.request.method,
    url: redactor.showUrl(response.url),
    status: response.status,
    ...(challenge !== '' && { challenge: show(challenge) }),
    ...(body !== '' && { body: show(body) }),
  }
}
