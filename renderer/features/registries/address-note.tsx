import { useTranslation } from 'react-i18next'
import type { Probe } from '../../../shared/ipc/schemas/registries.ts'
import { parseRegistryAddress } from '../../../shared/model/reference.ts'
import { Icon } from '../../components/icon.tsx'
import { useErrorWords } from '../../lib/error-words.ts'
import { isExposed } from '../../lib/registry-state.ts'

type Props = {
  address: string
  probe: Probe | undefined
  isAsking: boolean
  error: Error | null
}

/** Below the address: whether it can be one, and what an anonymous look showed. */
export function AddressNote({ address, probe, isAsking, error }: Props) {
  const { t } = useTranslation()
  const words = useErrorWords(error)
  const text = address.trim()
  if (text === '') return <span className="t3">{t('registries.addressHint')}</span>
  if (!parseRegistryAddress(text))
    return <span className="bad">{t('registries.addressWrong')}</span>
  if (isAsking) return <span className="t2">{t('registries.looking')}</span>
  if (error)
    return (
      <span>
        <span className="bad">{words.title}</span> {words.advice}
      </span>
    )
  if (!probe) return <span className="t3">{t('registries.addressEnter')}</span>
  return (
    <>
      <span className="ok">
        <Icon name="check" size={14} />
      </span>
      <span className="t1">{probe.product ?? t('registries.ociRegistry')}</span>
      <span className="t3">·</span>
      {t(`registries.authentication.${probe.authentication}`)}
      {isExposed(probe) && (
        <>
          <span className="t3">·</span>
          <span className="warn">{t('registries.notEncrypted')}</span>
        </>
      )}
    </>
  )
}
