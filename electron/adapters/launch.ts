import path from 'node:path'

/** What `spawn` is given. */
export type Launch = {
  readonly file: string
  readonly arguments: readonly string[]
  /** Windows: the words are one command line already. */
  readonly isVerbatim: boolean
}

const isScript = (program: string) => /\.(cmd|bat)$/i.test(program)

/** Words that cmd.exe can only read as themselves: no quote, percent, caret, ampersand, line break. */
const plainWord = /^[A-Za-z0-9 ._:/@=+,-]*$/
const plainPath = /^[A-Za-z0-9 ._:\\()-]+$/

/**
 * How a program is started without a shell. On Windows gcloud and az are scripts, which only cmd.exe can run: it gets
 * them where no word could mean anything to it, else undefined (CVE-2024-27980).
 */
export const launch = (
  program: string,
  words: readonly string[],
  platform: NodeJS.Platform,
  systemRoot: string | undefined,
): Launch | undefined => {
  if (platform !== 'win32' || !isScript(program)) {
    return { file: program, arguments: words, isVerbatim: false }
  }
  const isPlain = plainPath.test(program) && words.every(word => plainWord.test(word))
  if (!isPlain || systemRoot === undefined) return undefined
  const line = [program, ...words].map(word => `"${word}"`).join(' ')
  return {
    file: path.win32.join(systemRoot, 'System32', 'cmd.exe'),
    // /d: no AutoRun of the user's. /s: takes off the outer quotes, and no others.
    arguments: ['/d', '/s', '/c', `"${line}"`],
    isVerbatim: true,
  }
}
