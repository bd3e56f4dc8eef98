/** A drawing of a page takes a few KiB; more is an illustration that the page would take long to draw. */
const longestBytes = 256 * 1024
const mostElements = 5_000
/** Each may draw others that draw others again: some levels of them are a million shapes. */
const mostRepeating = 8

const repeating = new Set(['use', 'pattern', 'mask', 'marker'])

/** What computes for every pixel, moves for ever, or holds pictures and pages of its own. */
const refused = new Set([
  'filter',
  'foreignobject',
  'image',
  'script',
  'animate',
  'animatecolor',
  'animatemotion',
  'animatetransform',
  'set',
  'iframe',
  'video',
])

/**
 * Whether a file is an SVG that costs little to draw. Shown as an image it can run and load nothing; but a few hundred
 * bytes of filters, entities or nested uses keep a page busy for minutes. Of an SVG in another encoding than UTF-8
 * nothing is known, so it is none.
 */
export const isCalmSvg = (bytes: Uint8Array): boolean => {
  if (bytes.byteLength > longestBytes) return false
  const text = decode(bytes)
  if (text === undefined || hasEntities(text) || /@keyframes|filter\s*:/i.test(text)) return false
  if (/^\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["'])/i.test(text)) return false
  const names = elementNames(text)
  return (
    names[0] === 'svg' &&
    names.length <= mostElements &&
    !names.some(name => refused.has(name)) &&
    names.filter(name => repeating.has(name)).length <= mostRepeating
  )
}

/** Declared in the part of a document type that is in brackets. */
const hasEntities = (text: string): boolean => {
  const from = text.search(/<!doctype/i)
  return from !== -1 && text.slice(from, text.indexOf('>', from)).includes('[')
}

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Whatever their prefix: any can be bound to SVG's namespace. */
const elementNames = (text: string): string[] =>
  [...text.matchAll(/<([^\s<>/!?]+)/g)].map(
    ([, name = '']) => name.split(':').at(-1)?.toLowerCase() ?? '',
  )
