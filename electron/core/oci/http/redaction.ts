import type { Exchange } from '../../../../shared/errors.ts'
import type { HttpResponse } from './http-types.ts'

export type Redactor = {
  /** From now on this text, in any of its spellings, is taken out of what people see. */
  remember(secret: string): void
  /** The same for user name and password: no number of tokens makes it forget them. */
  rememberSignIn(username: string, secret: string): void
  scrub(text: string): string
}

/** Stands where a secret was. */
export const hidden = '●●●'
/** Spellings, of which most secrets have five. */
const rememberedCount = 400
const challengeLength = 1_024

// Query parameters of the distribution API that say nothing secret. All others, as in signed URLs, are hidden.
const openParameters = new Set(
  (
    'n last digest service scope artifactType mount from tag next_page ' +
    'page page_size per_page namespace orderby'
  ).split(' '),
)

/** Knows the secrets in use, so that a registry that echoes them into an error body cannot put them on the screen. */
export const createRedactor = (): Redactor => {
  const tokens = new Set<string>()
  const signIns = new Set<string>()
  const add = (known: Set<string>, secret: string) => {
    // Shorter ones would tear holes into ordinary words.
    if (secret.length < 4) return
    for (const spelling of spellings(secret)) {
      // The newest is forgotten last.
      known.delete(spelling)
      known.add(spelling)
    }
    for (const old of known) {
      if (known.size <= rememberedCount) break
      known.delete(old)
    }
  }
  return {
    remember: secret => add(tokens, secret),
    rememberSignIn: (username, secret) => {
      add(signIns, secret)
      // As a token service may echo it: without the word Basic before it.
      add(signIns, Buffer.from(`${username}:${secret}`).toString('base64'))
    },
    scrub: text => {
      let scrubbed = text
      for (const secret of [...signIns, ...tokens]) scrubbed = scrubbed.replaceAll(secret, hidden)
      return scrubPatterns(scrubbed)
    },
  }
}

/** As senders write it, and as those write it who repeat what they got: our own form, Go's and Python's JSON, HTML. */
const spellings = (secret: string): string[] => {
  const bytes = Buffer.from(secret)
  const json = JSON.stringify(secret).slice(1, -1)
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
    json,
    json.replaceAll(/[<>&\u2028\u2029]/g, escapeUnit),
    json.replaceAll(/[\u007f-\uffff]/g, escapeUnit),
    secret.replaceAll(/[<>&"']/g, mark => htmlEntities[mark] ?? mark),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ]
}

const escapeUnit = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

const htmlEntities: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&#34;',
  "'": '&#39;',
}

const scrubPatterns = (text: string): string =>
  text
    .replaceAll(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${hidden}`)
    .replaceAll(
      /("[\w-]*(?:token|password|secret|api_?key|private_?key|assertion)[\w-]*"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi,
      `$1"${hidden}"`,
    )
    .replaceAll(/\bhttps?:\/\/[^\s"'<>]+/gi, found => {
      const url = URL.parse(found)
      return url ? redactUrl(url) : hidden
    })

/** Without userinfo, and with the values of unknown query parameters hidden. */
export const redactUrl = (url: URL): string =>
  redactQuery(`${url.protocol}//${url.host}${url.pathname}${url.search === '?' ? '' : url.search}`)

/** The same for text around queries: `</v2/x?_state=s&n=1>; rel="next"`. */
export const redactQuery = (text: string): string =>
  text.replaceAll(/([?&])([^=&?\s"'<>]*)=([^&\s"'<>]*)/g, (found, mark: string, name: string) =>
    openParameters.has(name) ? found : `${mark}${name}=${hidden}`,
  )

// C0 without tab and newline, DEL, C1, and the marks that turn or hide text.
const unprintable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

/** Makes what a registry wrote safe to show: escape sequences and bidirectional marks are spelled out. */
export const escapeUnprintable = (text: string): string =>
  text.replaceAll(unprintable, mark => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`)

/** What a person may see of one exchange. */
export const describeExchange = (response: HttpResponse, redactor: Redactor): Exchange => {
  const challenge = response.headers.all('www-authenticate').join(', ').slice(0, challengeLength)
  const body = new TextDecoder().decode(response.bytes)
  const show = (text: string) => escapeUnprintable(redactor.scrub(text))
  return {
    method: response.request.method,
    url: redactor.scrub(redactUrl(response.url)),
    status: response.status,
    ...(challenge !== '' && { challenge: show(challenge) }),
    ...(body !== '' && { body: show(body) }),
  }
}
