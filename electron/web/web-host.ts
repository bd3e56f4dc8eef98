import path from 'node:path'
import { endWith } from '../adapters/end-of-process.ts'
import { createFileLogger } from '../adapters/file-logger.ts'
import { claimInstance, type Instance, type InstanceAnswer } from '../adapters/instance-lock.ts'
import { systemClock } from '../adapters/system-clock.ts'
import type { App } from '../core/app.ts'
import { placesIn } from '../core/folders/data-folder.ts'
import { openDataDir } from '../core/folders/open-data-dir.ts'
import type { Logger } from '../core/ports.ts'
import { createAccess } from './access.ts'
import { webLimits } from './limits.ts'
import { forgetLinks, openBrowser } from './open-browser.ts'
import type { StartOptions } from './options.ts'
import { startWebServer, type WebServer } from './server.ts'
import { openStaticFiles } from './static-files.ts'
import { onEnter } from './terminal.ts'
import { openUploads } from './uploads.ts'

export type WebHostOptions = Pick<StartOptions, 'port' | 'allowedHosts'> & {
  readonly dataDir: string
  /** The folder that the build made: main, renderer and the list of its files. */
  readonly builtFolder: string
  /** Whether there is a browser to open, and the user wants it. */
  readonly opensBrowser: boolean
  readonly openApp: (host: { dataDir: string; logger: Logger }) => Promise<App>
  readonly print: (line: string) => void
}

/** Runs until it is told to end; a second start on the same data directory only gets a new link from the first. */
export const runWebHost = async (options: WebHostOptions): Promise<void> => {
  const dataDir = openDataDir(options.dataDir)
  const instance = await claimInstance(dataDir)
  if (instance.role === 'second') return handOver(instance.answer, { ...options, dataDir })

  try {
    await runFirst(instance, { ...options, dataDir })
  } catch (error) {
    instance.release()
    throw error
  }
}

type FirstInstance = Extract<Instance, { role: 'first' }>

const runFirst = async (instance: FirstInstance, options: WebHostOptions) => {
  const { dataDir, print } = options
  // The process that started this one may end it, or be gone, before everything is open.
  let close = async () => instance.release()
  endWith(() => close())
  const logger = createFileLogger(path.join(dataDir, 'logs'), systemClock)
  const app = await options.openApp({ dataDir, logger })
  const { server, issueLink } = await serve(app, logger, options).catch(async (error: unknown) => {
    await app.close()
    throw error
  })
  await forgetLinks(placesIn(dataDir).links)
  const forgetLink = offerLink(issueLink(), options)
  close = async () => {
    forgetLink()
    await Promise.all([server.close(), app.close()])
    instance.release()
  }
  print(`Local registry is ready at ${app.localRegistry.address}`)
  onEnter(() => print(`Chartroom is ready at ${issueLink()}`))
  // Only `npm run dev` speaks to this process.
  process.on('message', message => {
    if (message === 'rebuilt') void server.reload()
  })
  instance.onSecond(() => ({ host: 'web', link: issueLink() }))
}

const serve = async (
  app: App,
  logger: Logger,
  options: WebHostOptions,
): Promise<{ server: WebServer; issueLink: () => string }> => {
  const access = createAccess(systemClock)
  const uploads = await openUploads(placesIn(options.dataDir).uploads, app.grants, webLimits)
  const files = await openStaticFiles(options.builtFolder)
  const { port, allowedHosts } = options
  const server = await startWebServer({
    app,
    access,
    uploads,
    files,
    logger,
    limits: webLimits,
    port,
    allowedHosts,
  })
  // The token stands in the fragment, which no browser sends to anybody.
  const issueLink = () => `http://127.0.0.1:${server.port}/#link=${access.issueLink()}`
  return { server, issueLink }
}

/** Prints the link, and opens a browser on it. Gives the removal of what that left. */
const offerLink = (
  link: string,
  { print, opensBrowser, dataDir }: WebHostOptions,
): (() => void) => {
  print(`Chartroom is ready at ${link}`)
  return opensBrowser ? openBrowser(placesIn(dataDir).links, link) : () => {}
}

const openedWithinMs = 30_000

const handOver = async (answer: InstanceAnswer, options: WebHostOptions) => {
  if (answer.link === undefined) {
    options.print('Chartroom is already running: its window comes to the front.')
    return
  }
  options.print('Chartroom is already running on this data directory.')
  const forget = offerLink(answer.link, options)
  if (!options.opensBrowser) return
  await systemClock.sleep(openedWithinMs)
  forget()
}
