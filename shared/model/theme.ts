export const themeChoices = ['system', 'light', 'dark'] as const

/** What the user chose; `system` follows what the machine says. */
export type ThemeChoice = (typeof themeChoices)[number]

export const parseThemeChoice = (text: string | undefined): ThemeChoice =>
  themeChoices.find(choice => choice === text) ?? 'system'
