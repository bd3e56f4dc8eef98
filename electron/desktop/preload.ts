import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Frame, Open } from '../../shared/ipc/frames.ts'
import { channels, type HandedFile } from './channels.ts'

/** One call, one MessageChannel. The page gets frames, never an event or a port. */
const open: Open = (request, onFrame, onClose) => {
  const { port1, port2 } = new MessageChannel()
  let isOver = false
  const end = () => {
    isOver = true
    port1.close()
  }
  port1.addEventListener('message', event => {
    if (isOver) return
    // The main process validated it.
    const frame = (event as MessageEvent).data as Frame
    if (frame.type !== 'progress') end()
    onFrame(frame)
  })
  port1.addEventListener('close', () => {
    if (isOver) return
    isOver = true
    onClose()
  })
  port1.start()
  ipcRenderer.postMessage(channels.open, request, [port2])
  return end
}

/** The paths of dropped files go to the main process; the page gets single-use tokens, in the same order. */
const grant = (files: File[]): Promise<string[]> => {
  const handed: HandedFile[] = files.map(file => ({
    path: webUtils.getPathForFile(file),
    fileName: file.name,
    modifiedMs: file.lastModified,
  }))
  return ipcRenderer.invoke(channels.grant, handed)
}

contextBridge.exposeInMainWorld('chartroom', Object.freeze({ open, grant }))
