import { AppError } from '../../../../shared/errors.ts'
import { isChartLayer, mediaType } from '../../../../shared/model/media-types.ts'

type What = 'manifest' | 'config' | 'archive' | 'provenance' | 'list' | undefined

/** A sign-in page answers 200 to everything. The error must not send anybody off to push the chart again. */
export const webPageInstead = (host: string, what: What): AppError =>
  new AppError('unsupported', 'web-page-instead', { host, ...(what && { context: what }) })

/** What a blob of this type is called. */
export const blobName = (type: string): What => {
  if (type === mediaType.helmConfig) return 'config'
  if (isChartLayer(type)) return 'archive'
  return type === mediaType.helmProvenance ? 'provenance' : undefined
}
