import { AppError } from '../../../shared/errors.ts'
import { errorCode } from './error-code.ts'

type FileContext = {
  readonly folder: string
  readonly fileName?: string
  readonly neededBytes: number
}
type Translation = (place: FileContext, code: string) => ConstructorParameters<typeof AppError>

const noSpace: Translation = ({ folder, neededBytes }) => [
  'disk-full',
  'no-space',
  { folder, neededBytes, freeBytes: 0 },
]
const notWritable: Translation = ({ folder }) => ['forbidden', 'folder-not-writable', { folder }]
const missing: Translation = ({ folder }) => ['not-found', 'folder', { folder }]
const failed: Translation = ({ folder }, code) => ['unreachable', 'folder-failed', { folder, code }]
/** A folder of that name, where a file was to be written over. */
const taken: Translation = ({ fileName = '' }) => ['conflict', 'target-exists', { fileName }]

const translations: Readonly<Record<string, Translation>> = {
  ENOSPC: noSpace,
  EDQUOT: noSpace,
  EACCES: notWritable,
  EPERM: notWritable,
  EROFS: notWritable,
  ENOENT: missing,
  ENOTDIR: missing,
  EISDIR: taken,
  ENOTEMPTY: taken,
  EIO: failed,
  EBUSY: failed,
  ESTALE: failed,
  ENXIO: failed,
  ETIMEDOUT: failed,
  EHOSTDOWN: failed,
  EHOSTUNREACH: failed,
  ENOTCONN: failed,
}

/** File system codes to AppErrors, once; anything else stays what it is. */
export const translateFileError = (error: unknown, place: FileContext): unknown => {
  const code = errorCode(error)
  const translation = code === undefined ? undefined : translations[code]
  if (code === undefined || translation === undefined) return error
  const [kind, reason, params] = translation(place, code)
  return new AppError(kind, reason, params, { cause: error })
}
