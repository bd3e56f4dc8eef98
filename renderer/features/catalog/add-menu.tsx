import { useTranslation } from 'react-i18next'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { shortcutLabel } from '../../lib/keyboard.ts'
import { useOpenLocal } from '../../lib/open-local.ts'
import { useOverlay } from '../../lib/overlay.tsx'

/** The ways of the first screen to a registry, wherever one is by now. */
export function AddMenu() {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const openLocal = useOpenLocal()
  return (
    <Menu
      align="end"
      trigger={<IconButton icon="add" label={t('catalog.addRegistry')} />}
      items={[
        {
          label: t('catalog.add.registry'),
          icon: 'server',
          keys: shortcutLabel('addRegistry'),
          onSelect: () => open({ kind: 'add-registry' }),
        },
        {
          label: t('catalog.add.local'),
          icon: 'laptop',
          onSelect: () => openLocal.mutate({}),
        },
        {
          label: t('catalog.add.import'),
          icon: 'importDown',
          keys: shortcutLabel('importSignIns'),
          onSelect: () => open({ kind: 'import-sign-ins' }),
        },
      ]}
    />
  )
}
