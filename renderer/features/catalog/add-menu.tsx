import { useTranslation } from 'react-i18next'
import { menuItem, useActions } from '../../actions/use-actions.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'

/** The ways of the first screen to a registry, wherever one is by now. */
export function AddMenu() {
  const { t } = useTranslation()
  const action = useActions()
  return (
    <Menu
      align="end"
      trigger={<IconButton icon="add" label={t('catalog.addRegistry')} />}
      items={[
        ...menuItem(action('addRegistry')),
        ...menuItem(action('openLocalRegistry')),
        ...menuItem(action('importSignIns')),
      ]}
    />
  )
}
