import { commandLine, quotePath, type Shell } from './shell-quoting.ts'

/** What helm has to be told to reach a registry. */
export type HelmConnection = {
  readonly plainHttp: boolean
  /** PEM file that helm has to trust, with ~ for the home folder. */
  readonly caFile?: string | undefined
}

/** `helm` with these words, as this registry needs it. Undefined when this shell cannot carry one of them. */
export const helmLine = (
  shell: Shell,
  words: readonly string[],
  { plainHttp, caFile }: HelmConnection,
): string | undefined => {
  const line = commandLine(shell, ['helm', ...words, ...(plainHttp ? ['--plain-http'] : [])])
  if (line === undefined || caFile === undefined || plainHttp) return line
  // helm trusts this file alone then, not the system as well; it is the registry's own authority that is in it.
  const file = quotePath(shell, caFile)
  return file === undefined ? undefined : `${line} --ca-file ${file}`
}
