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

/** Hides what a stranger's text shows to be secret by its form or by its name, without knowing the secret. */
export const hidePatterns = (text: string): string => {
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
  return redactQuery(open)
}

const withoutUser = (rest: string): string => {
  const authority = /^[^/\\?#]*/.exec(rest)?.[0] ?? ''
  return rest.slice(authority.lastIndexOf('@') + 1)
}

/** Without userinfo and fragment, and with the values of unknown parameters hidden. */
export const redactUrl = (url: URL): string =>
  redactQuery(
    `${url.protocol}//${url.host}${redactPath(url.pathname)}${url.search === '?' ? '' : url.search}`,
  )

/** `/x;jsessionid=…` */
const redactPath = (path: string): string => path.replaceAll(/;([^;/=]*)=[^;/]*/g, `;$1=${hidden}`)

// Query parameters of the distribution API that say nothing secret. All others, as in signed URLs, are hidden.
const openParameters = new Set(
  (
    'n last digest service scope artifactType mount from tag next_page ' +
    'page page_size per_page namespace orderby'
  ).split(' '),
)

/** The same for text around queries: `</v2/x?_state=s&n=1>; rel="next"`. */
export const redactQuery = (text: string): string =>
  text
    .replaceAll(/\?[^\s"'<>]+/g, query =>
      query.replaceAll(/([?&])([^=&?]*)=([^&]*)/g, redactParameter),
    )
    // An address within an address, encoded with it.
    .replaceAll(
      /(%(?:25)*(?:3f|26))([^%\s"'<>]{1,64})(%(?:25)*3d)(?:[^\s"'<>&%]|%(?!(?:25)*26))*/gi,
      `$1$2$3${hidden}`,
    )

const redactParameter = (found: string, mark: string, name: string, value: string): string =>
  openParameters.has(name) && isOneValue(value) ? found : `${mark}${name}=${hidden}`

/** Not an address or more parameters, encoded into one. */
const isOneValue = (value: string): boolean =>
  !/[\\?&;#]|=[^=]|%(?:25)*(?:3f|26|23|3b|5c)|%(?:25)*3d(?!%|$)/i.test(value)
