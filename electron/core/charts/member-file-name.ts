import { isReservedOnWindows } from '../files/windows-names.ts'

const longest = 120

/** A name to save an archive's member under, from a path that a stranger chose: one safe segment. */
export const memberFileName = (memberPath: string): string => {
  const last = memberPath.split('/').at(-1) ?? ''
  const safe = last
    .normalize('NFC')
    .toWellFormed()
    .replace(/[\p{C}\\/:*?"<>|]/gu, '_')
    .replace(/[.\s]+$/, '')
    .slice(-longest)
    // Windows takes a name with blanks before it for the one without.
    .trimStart()
  if (safe === '') return 'file'
  return isReservedOnWindows(safe) ? `_${safe}` : safe
}
