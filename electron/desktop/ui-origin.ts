/** Where the renderer lives: a scheme of our own, so that nothing is read by file:// and nothing is a web page. */
export const uiUrl = 'app://ui/index.html'

/**
 * Whether a URL is ours. Protocol and host are compared, for the origin of every scheme that Node does not
 * know is "null": that of app://ui just like that of data: (docs/threats.md, "The desktop's guards").
 */
export const isUiUrl = (text: string): boolean => {
  const url = URL.parse(text)
  return url?.protocol === 'app:' && url.host === 'ui' && url.username === '' && url.password === ''
}
