import { AppError, fromErrorInfo, type ErrorInfo } from '../../shared/errors.ts'
import type { Session } from './session.ts'

/** Sends files to the web host, one after the other, and gives the single-use token of each. */
export const createUpload =
  (session: Session, fetch: typeof globalThis.fetch) =>
  async (files: File[], { signal }: { signal?: AbortSignal } = {}): Promise<string[]> => {
    const tokens: string[] = []
    for (const file of files) tokens.push(await uploadFile(session, fetch, file, signal))
    return tokens
  }

const uploadFile = async (
  session: Session,
  fetch: typeof globalThis.fetch,
  file: File,
  signal: AbortSignal | undefined,
): Promise<string> => {
  const pageToken = await session.pageToken()
  if (pageToken === undefined) throw new AppError('unreachable', 'host-gone')
  const response = await fetch('/upload', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/octet-stream',
      'X-Chartroom-Page': pageToken,
      'X-Chartroom-File': encodeURIComponent(file.name.toWellFormed()),
      'X-Chartroom-Modified': String(file.lastModified),
    },
    body: file,
    ...(signal && { signal }),
  }).catch(() => {
    if (signal?.aborted) throw new AppError('cancelled', 'by-user')
    throw new AppError('unreachable', 'host-gone')
  })
  if (response.status === 401) session.end()
  return readToken(response)
}

/** As the upload route answers; anything else comes from a host that is going away. */
type Answer = { readonly token?: string; readonly error?: ErrorInfo }

const readToken = async (response: Response): Promise<string> => {
  const { token, error } = (await response.json().catch(() => ({}))) as Answer
  if (token !== undefined) return token
  throw error ? fromErrorInfo(error) : new AppError('unreachable', 'host-gone')
}
