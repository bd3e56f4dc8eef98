const dark = window.matchMedia('(prefers-color-scheme: dark)')

export type Theme = 'light' | 'dark'

export const currentTheme = (): Theme => (dark.matches ? 'dark' : 'light')

/** Calls back whenever the system changes its theme; returns the end of listening. */
export const watchTheme = (onChange: (theme: Theme) => void): (() => void) => {
  const tell = () => onChange(currentTheme())
  dark.addEventListener('change', tell)
  return () => dark.removeEventListener('change', tell)
}

/** The system's theme on the root element, now and from now on. */
export const followSystemTheme = () => {
  const apply = (theme: Theme) => {
    document.documentElement.dataset['theme'] = theme
  }
  apply(currentTheme())
  return watchTheme(apply)
}
