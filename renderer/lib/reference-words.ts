import type { TFunction } from 'i18next'
import { shortDigest } from '../../shared/model/digest.ts'
import type { Reference } from '../../shared/model/reference.ts'

/** What a typed reference does at Enter: `Opens chart 1.0.0 in org`. */
export const referenceWords = (t: TFunction, reference: Reference): string => {
  const { host, repository, tag, digest } = reference
  const parts = repository.split('/')
  const version = tag?.replaceAll('_', '+') ?? (digest && shortDigest(digest)) ?? ''
  return t('common.opens', {
    chart: parts.at(-1) ?? '',
    version,
    place: parts.length > 1 ? parts.slice(0, -1).join('/') : host,
  })
}
