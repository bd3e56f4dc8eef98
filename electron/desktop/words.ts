import en from './locales/en.json' with { type: 'json' }

/** What menus and dialogs of the system say. The page has words of its own. */
export const words = en

export const fill = (text: string, params: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_all, name: string) => String(params[name] ?? ''))
