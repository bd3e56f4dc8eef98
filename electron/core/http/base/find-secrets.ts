import { decodeOnce, type Decoded, plainText } from './decoded-text.ts'

/** A stretch of a text, in UTF-16 units. */
export type Span = { readonly start: number; readonly end: number }

/** Shorter ones would tear holes into ordinary words. */
const shortest = 4
/** Four characters of base64 stand by chance in a digest, too. */
const shortestCore = 6
/** Of a text that was cut off within a secret, its end is one from this length on. */
const shortestStart = 8

/** Senders encode once, those who repeat it in an answer once or twice more. */
const layers = 4

/**
 * What to look for, as bytes: the secret, and what base64, base64url and hex make of it. Base64 is looked for without
 * the characters that depend on what stands beside the secret, hence wherever in a longer text it was encoded. Escapes
 * (percent, JSON, HTML) are not listed: the text that is searched has been decoded.
 */
export const needlesOf = (secret: string): string[] => {
  const bytes = Buffer.from(secret)
  const raw = bytes.toString('latin1')
  const inBase64 = [0, 1, 2].flatMap(before => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url')
    // Bits of the bytes before and behind share the first and the last character.
    const start = before === 0 ? 0 : before + 1
    const whole = (before + bytes.length) % 3 === 0
    const core = encoded.slice(start, whole ? undefined : -1)
    return [core, core.replaceAll('-', '+').replaceAll('_', '/')]
  })
  return [
    raw,
    raw.replaceAll(' ', '+'),
    fullyDecoded(secret),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    ...inBase64.filter(core => core.length >= shortestCore),
  ]
    .filter(needle => needle.length >= shortest)
    .map(withoutCase)
}

/** Where any of these stands in the text, in whatever case, and escaped up to four times over. */
export const findSecrets = (text: string, needles: Iterable<string>): Span[] => {
  const wanted = [...needles]
  const found: Span[] = []
  let decoded: Decoded | undefined = plainText(text)
  for (let layer = 0; decoded && layer < layers; layer += 1) {
    const { bytes, start, end } = decoded
    const searched = withoutCase(bytes)
    for (const needle of wanted) {
      for (let at = searched.indexOf(needle); at !== -1; at = searched.indexOf(needle, at + 1))
        found.push({ start: start(at), end: end(at + needle.length - 1) })
      const cutAt = startOfCut(searched, needle)
      if (cutAt !== -1) found.push({ start: start(cutAt), end: text.length })
    }
    decoded = decodeOnce(decoded)
  }
  return joined(found)
}

/** Where the needle begins that the text was cut off in; -1 where it was not. */
const startOfCut = (text: string, needle: string): number => {
  const beginning = needle.slice(0, shortestStart)
  if (beginning.length < shortestStart) return -1
  let at = text.indexOf(beginning, Math.max(0, text.length - needle.length + 1))
  while (at !== -1 && !needle.startsWith(text.slice(at))) at = text.indexOf(beginning, at + 1)
  return at
}

const fullyDecoded = (secret: string): string => {
  let decoded = plainText(secret)
  for (let layer = 1; layer < layers; layer += 1) decoded = decodeOnce(decoded) ?? decoded
  return decoded.bytes
}

const withoutCase = (text: string): string =>
  text.replaceAll(/[A-Z]+/g, letters => letters.toLowerCase())

/** In order, those that touch or overlap as one. */
const joined = (spans: readonly Span[]): Span[] => {
  const result: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last && span.start < last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
    else result.push(span)
  }
  return result
}
