import { Buffer } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { builtFilesName, builtFilesSchema, type BuiltFiles } from '../../shared/built-files.ts'
import type { ThemeChoice } from '../../shared/model/theme.ts'
import { replyEmpty } from './replies.ts'

export type StaticFiles = {
  /** The built file that a request's target names exactly, or undefined. */
  find(target: string): StaticFile | undefined
  /** Takes the list of a newer build. */
  reread(): Promise<void>
}

export type StaticFile = {
  readonly path: string
  readonly type: string
  readonly immutable: boolean
}

/** Opens the renderer as the build listed it: names are looked up, never joined to a folder. */
export const openStaticFiles = async (builtFolder: string): Promise<StaticFiles> => {
  const read = async () => {
    const listed = await readFile(path.join(builtFolder, builtFilesName), 'utf8')
    const files = builtFilesSchema.parse(JSON.parse(listed))
    return createStaticFiles(path.join(builtFolder, 'renderer'), files)
  }
  let current = await read()
  return {
    find: target => current.find(target),
    reread: async () => void (current = await read()),
  }
}

export const createStaticFiles = (folder: string, files: BuiltFiles): StaticFiles => {
  const byTarget = new Map(
    Object.entries(files).map(([name, file]) => [
      `/${name}`,
      { ...file, path: path.join(folder, ...name.split('/')) },
    ]),
  )
  const index = byTarget.get('/index.html')
  if (index) byTarget.set('/', index)
  return { find: target => byTarget.get(target), reread: async () => {} }
}

export const serveFile = async (
  request: IncomingMessage,
  response: ServerResponse,
  file: StaticFile,
  theme: ThemeChoice,
): Promise<void> => {
  if (theme !== 'system' && file.type.startsWith('text/html'))
    return servePage(request, response, file, theme)
  const found = await stat(file.path).catch(() => undefined)
  if (!found) return replyEmpty(response, 404)
  if (file.immutable) response.setHeader('Cache-Control', 'private, max-age=31536000, immutable')
  response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': found.size })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(file.path), response)
}

/** The page with its theme from the first byte: what it shows before its code runs has no other. */
const servePage = async (
  request: IncomingMessage,
  response: ServerResponse,
  file: StaticFile,
  theme: ThemeChoice,
): Promise<void> => {
  const text = await readFile(file.path, 'utf8').catch(() => undefined)
  if (text === undefined) return replyEmpty(response, 404)
  const page = Buffer.from(text.replace('<html', `<html data-theme="${theme}"`))
  response.writeHead(200, { 'Content-Type': file.type, 'Content-Length': page.byteLength })
  response.end(request.method === 'HEAD' ? undefined : page)
}
