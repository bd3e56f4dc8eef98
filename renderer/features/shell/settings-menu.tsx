import { useTranslation } from 'react-i18next'
import { themeChoices } from '../../../shared/model/theme.ts'
import { menuItem, useActions } from '../../actions/use-actions.ts'
import { FootRow } from '../../components/foot-row.tsx'
import { Menu, type MenuItem } from '../../components/menu.tsx'
import { useSetting } from '../../lib/settings.ts'

/** At the foot of the sidebar: the theme, and the keys there are. */
export function SettingsMenu() {
  const { t } = useTranslation()
  const action = useActions()
  const [theme, chooseTheme] = useSetting('theme')
  const themes = themeChoices.map((choice): MenuItem => ({
    label: t(`shell.themes.${choice}`),
    isChecked: choice === theme,
    onSelect: () => chooseTheme(choice),
  }))
  return (
    <Menu
      items={[
        { heading: t('shell.theme') },
        ...themes,
        'separator',
        ...menuItem(action('showShortcuts')),
        ...menuItem(action('showAbout')),
      ]}
      trigger={<FootRow icon="settings" label={t('shell.settings')} />}
    />
  )
}
