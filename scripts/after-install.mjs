// Says after `npm ci` what npm's warnings about Node mean. Plain JavaScript: it may run on an old one.
import { pathToFileURL } from 'node:url'

/** Undefined on a Node that every package here wants. */
export const installNote = version =>
  Number(version.slice(1).split('.')[0]) >= 24
    ? undefined
    : `EBADENGINE warnings above mean npm's own Node (${version}). Chartroom runs on the Node 24 that it has brought along: all is well.`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  // In a script of npm's, `node` is the one that was just installed; npm tells its own.
  const agent = process.env['npm_config_user_agent'] ?? ''
  const note = installNote(/\bnode\/(v[\d.]+)/.exec(agent)?.[1] ?? process.version)
  if (note !== undefined) console.log(note)
}
