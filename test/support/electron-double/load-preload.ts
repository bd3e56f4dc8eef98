import { readFileSync } from 'node:fs'
import path from 'node:path'
import vm from 'node:vm'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { Bridge } from '../../../renderer/host/open.ts'
import { builtFolder } from './built-folder.ts'
import { electron, mainWindow } from './run-main.ts'
import type { Frame } from './electron.ts'

/** A port as the main process gets it: events instead of listeners with one argument. */
const toMainPort = (port: MessagePort) => ({
  on: (name: string, listener: (event: object) => void) =>
    port.on(name, (data: unknown) => listener({ data })),
  start: () => port.start(),
  postMessage: (message: unknown) => port.postMessage(message),
  close: () => port.close(),
})

export type Sender = {
  readonly sender: { readonly id: number }
  readonly senderFrame: Frame | null
}

/** The top frame of the window, as Electron tells main who sent a message. */
export const windowSender = (): Sender => {
  const { webContents } = mainWindow()
  return { sender: webContents, senderFrame: webContents.mainFrame }
}

/** Opens a call the way a window's preload does, from any sender. Messages are cloned as they are in life. */
export const sendToMain = (
  channel: string,
  message: unknown,
  ports: readonly MessagePort[],
  sender: Sender = windowSender(),
) =>
  electron.ipcMain.emit(
    channel,
    { ...sender, ports: ports.map(toMainPort) },
    structuredClone(message),
  )

export const invokeMain = async (
  channel: string,
  message: unknown,
  sender: Sender = windowSender(),
): Promise<unknown> => electron.ipcMain.invoked.get(channel)?.(sender, structuredClone(message))

/** Runs the built preload in a context of its own and gives what it exposes to the page. */
export const loadPreload = () => {
  const exposed: Record<string, unknown> = {}
  const modules: Record<string, unknown> = {
    electron: {
      contextBridge: {
        exposeInMainWorld: (name: string, value: unknown) => (exposed[name] = value),
      },
      ipcRenderer: { postMessage: sendToMain, invoke: invokeMain },
      webUtils: { getPathForFile: (file: { path: string }) => file.path },
    },
  }
  const required: string[] = []
  const require = (name: string) => {
    required.push(name)
    if (!(name in modules)) throw new Error(`a sandboxed preload cannot require ${name}`)
    return modules[name]
  }
  const code = readFileSync(path.join(builtFolder, 'preload', 'index.cjs'), 'utf8')
  vm.runInNewContext(code, { require, MessageChannel, module: {}, exports: {} })
  return { exposed, required, bridge: exposed['chartroom'] as Bridge }
}
