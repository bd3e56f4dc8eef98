import { AppError, isAppError, isCancelled, toErrorInfo } from '../../../shared/errors.ts'
import type { Output } from '../../../shared/ipc/contract.ts'
import { host } from '../../host/host.ts'
import { call } from '../../lib/call.ts'
import { chooseFiles } from '../../lib/choose-files.ts'

export type OpenedDrafts = Output<'drafts.open'>
type Refused = OpenedDrafts['refused'][number]

/** A folder is a File too, in a browser, and reading it fails without a word; only the drop itself can tell. */
export type HandedOver = { readonly file: File; readonly isFolder: boolean }

export const filesOf = (transfer: DataTransfer): HandedOver[] =>
  [...transfer.items].flatMap(item => {
    const file = item.kind === 'file' ? item.getAsFile() : null
    return file ? [{ file, isFolder: item.webkitGetAsEntry()?.isDirectory ?? false }] : []
  })

/** Hands files over one by one: what is wrong with one says nothing about the next. */
export const openFiles = async (
  handedOver: readonly HandedOver[],
  signal: AbortSignal,
): Promise<OpenedDrafts> => {
  const names = new Map<string, string>()
  const refused: Refused[] = []
  for (const { file, isFolder } of handedOver) {
    try {
      if (isFolder) throw new AppError('invalid-input', 'file-is-folder', { fileName: file.name })
      const granted = await host.grant([file], { signal })
      for (const token of granted) names.set(token, file.name)
    } catch (error) {
      if (!isAppError(error) || isCancelled(error) || error.code === 'unreachable') throw error
      refused.push({ fileName: file.name, error: toErrorInfo(error) })
    }
  }
  if (names.size === 0) return { drafts: [], refused }
  const opened = await call('drafts.open', { tokens: [...names.keys()] }, { signal })
  const named = opened.refused.map(one => ({
    ...one,
    fileName: one.token === undefined ? one.fileName : (names.get(one.token) ?? one.fileName),
  }))
  return { drafts: opened.drafts, refused: [...refused, ...named] }
}

/** Asks for files as this host does: the system's dialog in the core, or the browser's. */
export const chooseDrafts = async (signal: AbortSignal): Promise<OpenedDrafts> => {
  if (host.kind === 'desktop') return call('drafts.choose', {}, { signal })
  const files = await chooseFiles({ accept: '.tgz,.prov,application/gzip', multiple: true })
  return openFiles(
    files.map(file => ({ file, isFolder: false })),
    signal,
  )
}
