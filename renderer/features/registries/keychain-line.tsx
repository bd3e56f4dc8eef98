import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { useContractQuery } from '../../lib/contract-query.ts'
import styles from './dialogs.module.css'
import type { Asking } from './use-asking.ts'

type Props = {
  /** A decision about the keychain that is asked for says the same, and more. */
  beside?: Pick<Asking, 'owed'>
}

/** Where passwords go; where no keychain works, that they last until quit, and why. */
export function KeychainLine({ beside }: Props) {
  const { t } = useTranslation()
  const keychain = useContractQuery('app.info', {}).data?.keychain
  if (!keychain || beside?.owed?.decision === 'session-only') return null
  const reason = keychain.reason ?? 'no-keychain'
  const params = { package: keychain.missingPackage ?? '' }
  return (
    <div className={styles.keychain}>
      <Icon name={keychain.state === 'works' ? 'lock' : 'alert'} size={14} />
      <span>
        {keychain.state === 'works'
          ? t('registries.keychain.works')
          : `${t([`errors.keychain-unavailable.${reason}.title`, 'registries.keychain.unavailable'], params)}. ${t('registries.keychain.untilQuit')}`}
      </span>
    </div>
  )
}
