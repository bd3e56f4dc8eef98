import { parseThemeChoice, type ThemeChoice } from '../../shared/model/theme.ts'

const dark = window.matchMedia('(prefers-color-scheme: dark)')
const root = document.documentElement

// The web host writes the choice into the page; a desktop window is told by what its system says.
let choice = parseThemeChoice(root.dataset['theme'])

const currentTheme = () => {
  if (choice !== 'system') return choice
  return dark.matches ? 'dark' : 'light'
}

const apply = () => {
  root.dataset['theme'] = currentTheme()
}

/** Shows the chosen theme, or the system's, now and from now on. */
export const followTheme = () => {
  apply()
  dark.addEventListener('change', apply)
}

export const showTheme = (chosen: ThemeChoice) => {
  choice = chosen
  apply()
}
