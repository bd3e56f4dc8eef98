import { lstat, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { CustomScheme } from 'electron'
import { builtFilesName, builtFilesSchema, type BuiltFiles } from '../../shared/built-files.ts'
import { securityHeaders } from '../../shared/content-security-policy.ts'
import { isUiUrl } from './ui-origin.ts'

/** Neither `bypassCSP` nor `corsEnabled` nor service workers. */
export const uiScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true },
}

type Handler = (request: Request) => Promise<Response>

/** Opens the renderer as the build listed it: names are looked up, never joined to a folder. */
export const openUi = async (builtFolder: string): Promise<Handler> => {
  const listed = await readFile(path.join(builtFolder, builtFilesName), 'utf8')
  return createUiHandler(
    path.join(builtFolder, 'renderer'),
    builtFilesSchema.parse(JSON.parse(listed)),
  )
}

/** Answers `app://ui/<name>` for exactly the names of the list (docs/threats.md, "The desktop's guards"). */
export const createUiHandler = (folder: string, files: BuiltFiles): Handler => {
  const byTarget = new Map(
    Object.entries(files).map(([name, { type }]) => [
      `/${name}`,
      { type, path: path.join(folder, ...name.split('/')) },
    ]),
  )
  return async request => {
    const file = isUiUrl(request.url) ? byTarget.get(new URL(request.url).pathname) : undefined
    if (file === undefined) return reply(404)
    if (request.method !== 'GET' && request.method !== 'HEAD') return reply(405)
    const content = await readRegularFile(file.path)
    if (content === undefined) return reply(404)
    const headers = { 'Content-Type': file.type, 'Content-Length': String(content.byteLength) }
    return reply(200, request.method === 'HEAD' ? null : content, headers)
  }
}

/** A link in the folder could lead out of it. */
const readRegularFile = async (file: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const found = await lstat(file).catch(() => undefined)
  return found?.isFile() ? new Uint8Array(await readFile(file)) : undefined
}

const reply = (
  status: number,
  body: Uint8Array<ArrayBuffer> | null = null,
  headers: Record<string, string> = {},
): Response =>
  new Response(body, { status, headers: { ...securityHeaders('desktop'), ...headers } })
