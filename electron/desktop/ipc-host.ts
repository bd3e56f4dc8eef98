import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type MessagePortMain } from 'electron'
import type { App } from '../core/app.ts'
import type { Logger } from '../core/ports.ts'
import { channels } from './channels.ts'
import { createTokensFor, handedFilesSchema } from './handed-files.ts'
import { isSmallMessage } from './message-size.ts'
import { isTrustedSender } from './trusted-sender.ts'

export type IpcHostOptions = {
  readonly app: Pick<App, 'dispatch' | 'grants'>
  /** Ids of the WebContents of our windows. */
  readonly windows: ReadonlySet<number>
  readonly logger: Logger
}

/** Serves the calls of our windows, one MessagePort per call. Closing the port cancels the call. */
export const serveIpc = ({ app, windows, logger }: IpcHostOptions): void => {
  const isTrusted = (event: IpcMainEvent | IpcMainInvokeEvent, channel: string): boolean => {
    const trusted = isTrustedSender(event, windows)
    // The message itself is not logged, because it may hold anything.
    if (!trusted) logger.log('warn', 'ipc-refused', { channel })
    return trusted
  }

  ipcMain.on(channels.open, (event, request: unknown) => {
    const [port, ...others] = event.ports
    if (!port || others.length > 0 || !isTrusted(event, channels.open)) {
      for (const each of event.ports) each.close()
      return
    }
    // An empty request is refused by the dispatcher in the words of every malformed one.
    void serveCall(port, isSmallMessage(request) ? request : undefined, app.dispatch)
  })

  const toTokens = createTokensFor(app.grants)
  ipcMain.handle(channels.grant, (event, files: unknown) => {
    if (!isTrusted(event, channels.grant)) throw new Error('refused')
    const handed = handedFilesSchema.safeParse(files)
    if (!handed.success) throw new Error('refused')
    return toTokens(handed.data)
  })
}

const serveCall = async (port: MessagePortMain, request: unknown, dispatch: App['dispatch']) => {
  const hangUp = new AbortController()
  port.on('close', () => hangUp.abort())
  port.start()
  await dispatch(request, frame => port.postMessage(frame), hangUp.signal)
  port.close()
}
