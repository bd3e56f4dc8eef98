import { readFile } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import type { Output } from '../../../shared/ipc/contract.ts'
import type { EndpointsOf } from '../dispatcher.ts'
import type { Events } from '../events/events.ts'
import type { Desktop, Logger } from '../ports.ts'
import type { SavedNotes } from '../store/saved-texts.ts'

export type AppEndpointDeps = {
  readonly info: () => Promise<Output<'app.info'>>
  readonly events: Events
  readonly notes: SavedNotes
  readonly logger: Logger
  readonly desktop: Desktop | undefined
  /** Written by the build. */
  readonly noticesFile: string | undefined
}

export const createAppEndpoints = ({
  info,
  events,
  notes,
  logger,
  desktop,
  noticesFile,
}: AppEndpointDeps): EndpointsOf<'app'> => ({
  'app.info': () => info(),
  'app.watch': async (_input, { signal, progress }) => {
    const stop = events.listen('changed', progress)
    await aborted(signal)
    stop()
    return {}
  },
  'app.menu': async (menu, { signal, progress }) => {
    const takeAway = onDesktop(desktop).showMenu(menu, id => progress({ id }))
    await aborted(signal)
    takeAway()
    return {}
  },
  'app.log': async () => ({ file: logger.file, tail: await logger.tail() }),
  'app.reportFault': fault => {
    logger.log('error', 'window-fault', fault)
    return {}
  },
  'app.thirdPartyNotices': async () => ({
    text: noticesFile === undefined ? '' : await readFile(noticesFile, 'utf8'),
  }),
  'app.revealLog': () => {
    onDesktop(desktop).revealFile(logger.file)
    return {}
  },
  'app.lastPlace': () => ({ hash: notes.get('last-place') ?? '' }),
  'app.rememberPlace': ({ hash }) => {
    notes.set('last-place', hash)
    return {}
  },
  'app.openLink': async ({ url }) => {
    await onDesktop(desktop).openExternal(readLink(url))
    return {}
  },
})

const onDesktop = (desktop: Desktop | undefined): Desktop => {
  if (!desktop) throw new AppError('unsupported', 'not-available-here')
  return desktop
}

// What a chart's README may lead to: everything else could start a program.
const openableProtocols = new Set(['http:', 'https:', 'mailto:'])

const readLink = (text: string): URL => {
  const url = URL.parse(text)
  if (!url || !openableProtocols.has(url.protocol)) {
    throw new AppError('invalid-input', 'link-not-opened')
  }
  return url
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
