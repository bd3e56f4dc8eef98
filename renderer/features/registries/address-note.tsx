import { useTranslation } from 'react-i18next'
import type { Probe, Registry } from '../../../shared/ipc/schemas/registries.ts'
import { parseRegistryAddress, type Reference } from '../../../shared/model/reference.ts'
import { Icon } from '../../components/icon.tsx'
import { asSentence, useErrorWords } from '../../lib/error-words.ts'
import { isExposed } from '../../lib/registry-state.ts'
import { referenceWords } from '../../lib/reference-words.ts'
import { useDelay } from '../../lib/use-delay.ts'
import styles from '../../components/sign-in-form/dialogs.module.css'
import type { Asking } from '../../components/asking/use-asking.ts'

type Props = {
  address: string
  /** The version that was typed in its place. */
  opens: Reference | undefined
  /** Where that version's registry is in the sidebar already. */
  known: Registry | undefined
  probe: Probe | undefined
  asking: Pick<Asking, 'isAsking' | 'error' | 'owed'>
}

function Looking({ host }: { host: string }) {
  const { t } = useTranslation()
  const isSlow = useDelay(4000)
  return (
    <span className="t2">{t(isSlow ? 'registries.slow' : 'registries.looking', { host })}</span>
  )
}

/** Below the address: what a version in its place would open, and what a look at the registry showed. */
export function AddressNote(props: Props) {
  const { t } = useTranslation()
  const { opens, known } = props
  if (!opens) return <LookNote {...props} />
  return (
    <>
      <span className={styles.opens}>{referenceWords(t, opens)}</span>
      {known ? <span className="t3">{t('registries.inSidebar')}</span> : <LookNote {...props} />}
    </>
  )
}

/** Whether it can be an address, and what an anonymous look showed. */
function LookNote({ address, probe, asking }: Omit<Props, 'opens' | 'known'>) {
  const { t } = useTranslation()
  const words = useErrorWords(asking.error)
  const parsed = parseRegistryAddress(address)
  if (address === '') return <span className="t3">{t('registries.addressHint')}</span>
  if (!parsed) return <span className="bad">{t('registries.addressWrong')}</span>
  if (asking.isAsking) return <Looking host={parsed.host} />
  if (asking.owed) return <span className="t2">{t('registries.owesDecision')}</span>
  if (asking.error)
    return (
      <span>
        <span className="bad">{asSentence(words.title)}</span> {words.advice}
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
      {probe.catalog === 'available' && (
        <>
          <span className="t3">·</span>
          {t('registries.catalogAvailable')}
        </>
      )}
      {probe.plainHttp && (
        <>
          <span className="t3">·</span>
          <span className={isExposed(probe) ? 'warn' : 't1'}>{t('registries.notEncrypted')}</span>
        </>
      )}
    </>
  )
}
