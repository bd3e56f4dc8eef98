import { useTranslation } from 'react-i18next'
import { closestRegistry } from '../../shared/model/closest-registry.ts'
import { parsePastedReference } from '../../shared/model/filter.ts'
import { useContractQuery } from './contract-query.ts'
import { useOpenReference } from './open-reference.ts'
import { referenceWords } from './reference-words.ts'

/** A reference that stands in a filter: the words below the field, and what Enter does. Nothing happens before. */
export const useTypedReference = (
  text: string,
): { readonly note: string; readonly open: () => void } | undefined => {
  const { t } = useTranslation()
  const registries = useContractQuery('registries.list', {}).data?.registries ?? []
  const openReference = useOpenReference()
  const reference = parsePastedReference(text)
  if (!reference) return undefined
  const isThere = closestRegistry(registries, reference) !== undefined
  const words = referenceWords(t, reference)
  return {
    note: `${words}${isThere ? '.' : `, ${t('common.opensAfterAdding', { host: reference.host })}`} ${t('common.pressEnter')}`,
    open: () => openReference(reference),
  }
}
