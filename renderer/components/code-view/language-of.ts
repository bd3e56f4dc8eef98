export type Language = 'yaml' | 'json' | 'markdown' | 'shell' | 'plaintext'

const languageByExtension: Readonly<Record<string, Language>> = {
  yaml: 'yaml',
  yml: 'yaml',
  tpl: 'yaml',
  lock: 'yaml',
  json: 'json',
  md: 'markdown',
  markdown: 'markdown',
  sh: 'shell',
  bash: 'shell',
}

/** By the file's extension; anything unknown is plain text. */
export const languageOf = (path: string): Language => {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(languageByExtension, extension)
    ? (languageByExtension[extension] ?? 'plaintext')
    : 'plaintext'
}
