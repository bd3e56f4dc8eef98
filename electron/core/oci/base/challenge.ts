/** One challenge of a `WWW-Authenticate` header. Scheme and parameter names are in lower case. */
export type Challenge = {
  readonly scheme: string
  readonly parameters: Readonly<Record<string, string>>
}

const tokenText = "[\\w!#$%&'*+.^`|~-]+"
const schemePattern = new RegExp(`(${tokenText})(?=[\\t ]|,|$)`, 'y')
const namePattern = new RegExp(`(${tokenText})[\\t ]*=[\\t ]*`, 'y')
const quotedPattern = /"([^"\\]*(?:\\[^][^"\\]*)*)"?/y
// zot writes realms without quotes, with ":" and "/": docs/protocol.md, "Challenges".
const bareValuePattern = /[^\s,"]*/y
const separatorPattern = /[\t ,]*/y
const maxChallenges = 16

/**
 * Reads all `WWW-Authenticate` values: several headers, several challenges in one, quoted and bare values
 * (RFC 9110 11.6.1). What cannot be read ends the value; nothing throws.
 */
export const parseChallenges = (values: readonly string[]): Challenge[] =>
  values.flatMap(value => readChallenges(value)).slice(0, maxChallenges)

const readChallenges = (value: string): Challenge[] => {
  const text = createReader(value)
  const challenges: Challenge[] = []
  while (challenges.length < maxChallenges) {
    text.take(separatorPattern)
    const scheme = text.take(schemePattern)
    if (!scheme?.[1]) break
    challenges.push({ scheme: scheme[1].toLowerCase(), parameters: readParameters(text) })
  }
  return challenges
}

type Reader = { take(pattern: RegExp): RegExpExecArray | null }

const createReader = (text: string): Reader => {
  let at = 0
  return {
    take: pattern => {
      pattern.lastIndex = at
      const match = pattern.exec(text)
      if (match) at += match[0].length
      return match
    },
  }
}

const readParameters = (text: Reader): Record<string, string> => {
  const parameters: Record<string, string> = Object.create(null)
  for (;;) {
    text.take(separatorPattern)
    const name = text.take(namePattern)?.[1]?.toLowerCase()
    if (name === undefined) return parameters
    const value = readValue(text)
    // The first wins: a proxy that appends cannot replace the realm.
    parameters[name] ??= value
  }
}

const readValue = (text: Reader): string => {
  const quoted = text.take(quotedPattern)
  if (quoted) return (quoted[1] ?? '').replaceAll(/\\([^])/g, '$1')
  return text.take(bareValuePattern)?.[0] ?? ''
}

/** Bearer before Basic; others are unknown to us. */
export const chooseChallenge = (challenges: readonly Challenge[]): Challenge | undefined =>
  challenges.find(isUsableBearer) ?? challenges.find(({ scheme }) => scheme === 'basic')

const isUsableBearer = ({ scheme, parameters }: Challenge): boolean =>
  scheme === 'bearer' && parameters['realm'] !== undefined && parameters['realm'] !== ''
