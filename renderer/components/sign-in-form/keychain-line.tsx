import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { knownWords } from '../../lib/known-words.ts'
import { Icon } from '../icon.tsx'
import { useKeychain, type Keychain } from '../../lib/keychain.ts'
import styles from './dialogs.module.css'
import type { Asking } from '../asking/use-asking.ts'

type Props = {
  /** A decision about the keychain that is asked for says the same, and more. */
  beside?: Pick<Asking, 'owed'>
}

/** Where passwords go; where none is kept for longer, that they last until quit, and why. */
export function KeychainLine({ beside }: Props) {
  const { t } = useTranslation()
  const keychain = useKeychain()
  if (!keychain || beside?.owed?.decision === 'session-only') return null
  return (
    <div className={styles.keychain}>
      <Icon name={keychain.state === 'works' && !keychain.untilQuit ? 'lock' : 'alert'} size={14} />
      <span>{keychainWords(t, keychain)}</span>
    </div>
  )
}

const keychainWords = (t: TFunction, keychain: Keychain): string => {
  const { state, untilQuit, reason = 'no-keychain', missingPackage = '' } = keychain
  if (untilQuit) return t('registries.keychain.chosenUntilQuit')
  if (state !== 'unavailable') return t(`registries.keychain.${state}`)
  const why = knownWords(
    t,
    [`errors.keychain-unavailable.${reason}.title`, 'registries.keychain.unavailable'],
    { package: missingPackage },
  )
  return `${why}. ${t('registries.keychain.untilQuit')}`
}
