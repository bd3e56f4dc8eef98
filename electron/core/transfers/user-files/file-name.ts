import { isReservedOnWindows } from '../../files/windows-names.ts'

const longest = 120

/**
 * A file name that is safe on every system, from names a stranger chose: one path segment of letters, digits,
 * `.`, `_`, `+`, `-`, at most 120 characters, never hidden, reserved or without its extension.
 */
export const safeFileName = (
  name: string,
  version: string,
  extension: '.tgz' | '.tgz.prov',
): string => {
  const stem = `${slug(name) || 'chart'}-${slug(version) || '0'}`
  const cut = stem.slice(0, longest - extension.length).replace(/[.+-]+$/, '')
  return `${isReservedOnWindows(cut) ? `chart-${cut}` : cut}${extension}`
}

const slug = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[^A-Za-z0-9._+-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[.+-]+/, '')

/** `redis-1.0.0 (2).tgz` for a name that is taken; the `.tgz.prov` keeps the same number. */
export const numberedFileName = (fileName: string, number: number): string =>
  number < 2 ? fileName : fileName.replace(/(\.tgz(?:\.prov)?)$/, ` (${number})$1`)
