/** Stands where a secret was. */
export const hidden = '●●●'

const secretWord =
  '(?:token|passw(?:or)?d|pwd|secret|(?:api|private|access|account)[_-]?key|assertion|credential|cookie|authorization|signature)'
const secretName = `(?:[\\w-]*${secretWord}[\\w-]*|_?auth|_authToken)`

// A member of JSON by its name, and of JSON that stands as text in another's member. Its value may be cut off.
const jsonMember = new RegExp(
  [
    `("${secretName}"\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"?|-?\\d[\\d.e+-]*)`,
    `(\\\\{1,8}"${secretName}\\\\{1,8}"\\s*:\\s*\\\\{1,8}")(?:[^"\\\\]|\\\\+[^"\\\\])*`,
  ].join('|'),
  'gi',
)

/** Names of query parameters whose values may be shown; all others are hidden, as in signed addresses. */
export type OpenParameters = ReadonlySet<string>

/** Hides what a stranger's text shows to be secret by its form or by its name, without knowing the secret. */
export const hidePatterns = (text: string, openParameters: OpenParameters): string => {
  const open = text
    .replaceAll(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${hidden}`)
    .replaceAll(jsonMember, (_found, plain?: string, escaped?: string) =>
      plain === undefined ? `${escaped}${hidden}` : `${plain}"${hidden}"`,
    )
    // PHP writes the slashes of its JSON as `\/`.
    .replaceAll(
      /\b([a-z][a-z0-9+.-]{0,15}:(?:\\?\/){2})([^\s"'<>]+)/gi,
      (_found, scheme: string, rest: string) => `${scheme}${withoutUser(rest).split('#', 1)[0]}`,
    )
  return redactQuery(open, openParameters)
}

const withoutUser = (rest: string): string => {
  const authority = /^[^/\\?#]*/.exec(rest)?.[0] ?? ''
  return rest.slice(authority.lastIndexOf('@') + 1)
}

/** Without userinfo and fragment, and with the values of unknown parameters hidden. */
export const redactUrl = (url: URL, openParameters: OpenParameters): string =>
  redactQuery(
    `${url.protocol}//${url.host}${redactPath(url.pathname)}${url.search === '?' ? '' : url.search}`,
    openParameters,
  )

/** `/x;jsessionid=…` */
const redactPath = (path: string): string => path.replaceAll(/;([^;/=]*)=[^;/]*/g, `;$1=${hidden}`)

/** The same for text around queries: `</v2/x?_state=s&n=1>; rel="next"`. */
const redactQuery = (text: string, openParameters: OpenParameters): string =>
  text
    .replaceAll(/\?[^\s"'<>]+/g, query =>
      query.replaceAll(
        /([?&])([^=&?]*)=([^&]*)/g,
        (found, mark: string, name: string, value: string) =>
          openParameters.has(name) && isOneValue(value) ? found : `${mark}${name}=${hidden}`,
      ),
    )
    // An address within an address, encoded with it.
    .replaceAll(
      /(%(?:25)*(?:3f|26))([^%\s"'<>]{1,64})(%(?:25)*3d)(?:[^\s"'<>&%]|%(?!(?:25)*26))*/gi,
      `$1$2$3${hidden}`,
    )

/** Not an address or more parameters, encoded into one. */
const isOneValue = (value: string): boolean =>
  !/[\\?&;#]|=[^=]|%(?:25)*(?:3f|26|23|3b|5c)|%(?:25)*3d(?!%|$)/i.test(value)
