// Says after `npm ci` what npm's warnings about Node mean. Runs on the Node that npm runs on: plain JavaScript.
import { pathToFileURL } from 'node:url'

/** Undefined on a Node that every package here wants. */
export const installNote = version =>
  Number(version.slice(1).split('.')[0]) >= 24
    ? undefined
    : `EBADENGINE warnings above mean npm's own Node (${version}). Chartroom runs on the Node 24 that it has brought along: all is well.`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const note = installNote(process.version)
  if (note !== undefined) console.log(note)
}
