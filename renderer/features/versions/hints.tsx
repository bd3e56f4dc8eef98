import { useTranslation } from 'react-i18next'
import { KeyHints } from '../../components/key-hints.tsx'
import { shortcutLabel } from '../../lib/keyboard.ts'

/** The keys of the list, at its foot. */
export function Hints() {
  const { t } = useTranslation()
  return (
    <KeyHints
      hints={[
        { keys: ['↵'], label: t('versions.hint.open') },
        { keys: [shortcutLabel('copyDigestReference')], label: t('versions.hint.copy') },
        { keys: [shortcutLabel('pull')], label: t('versions.hint.pull') },
        { keys: ['J K'], label: t('versions.hint.move') },
      ]}
    />
  )
}
