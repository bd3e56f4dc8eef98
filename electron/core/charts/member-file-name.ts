const reservedOnWindows = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
const longest = 120

/** A name to save an archive's member under, from a path that a stranger chose: one safe segment. */
export const memberFileName = (memberPath: string): string => {
  const last = memberPath.split('/').at(-1) ?? ''
  const safe = last
    .normalize('NFC')
    .toWellFormed()
    .replace(/[\p{C}\\/:*?"<>|]/gu, '_')
    .replace(/[. ]+$/, '')
    .slice(-longest)
  if (safe === '') return 'file'
  return reservedOnWindows.test(safe) ? `_${safe}` : safe
}
