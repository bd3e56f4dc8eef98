import { useTranslation } from 'react-i18next'
import { actionKeysLabel } from '../../actions/possible-actions.ts'
import { KeyHints } from '../../components/key-hints.tsx'

/** The keys of the list, at its foot. */
export function Hints() {
  const { t } = useTranslation()
  return (
    <KeyHints
      hints={[
        { keys: ['↵'], label: t('versions.hint.open') },
        { keys: [actionKeysLabel('copyDigestReference')], label: t('versions.hint.copy') },
        { keys: [actionKeysLabel('pull')], label: t('versions.hint.pull') },
        { keys: ['J K'], label: t('versions.hint.move') },
      ]}
    />
  )
}
