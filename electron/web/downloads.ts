import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Downloads } from '../core/files/downloads.ts'
import { replyEmpty } from './replies.ts'

/** Hands out a verified file of the spool once; the core empties the spool. */
export const serveDownload = async (
  response: ServerResponse,
  downloads: Downloads,
  ticket: string,
): Promise<void> => {
  const file = downloads.redeem(ticket)
  const found = file && (await stat(file.path).catch(() => undefined))
  if (!file || !found) return replyEmpty(response, 404)
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': found.size,
    'Content-Disposition': attachment(file.fileName),
    'Content-Security-Policy': "default-src 'none'; sandbox",
  })
  await pipeline(createReadStream(file.path), response)
}

export const ticketOf = ({ url = '' }: IncomingMessage): string | undefined =>
  /^\/download\/([\w-]{1,128})$/.exec(url)?.[1]

/** RFC 6266: an ASCII name for old readers, the real one percent-encoded (RFC 8187). */
export const attachment = (fileName: string): string => {
  const safe = fileName.toWellFormed().replaceAll(/[\p{Cc}/\\]/gu, '_')
  const ascii = safe.replaceAll(/[^\x20-\x7e]|["%]/g, '_')
  const encoded = encodeURIComponent(safe).replaceAll(
    /['()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
