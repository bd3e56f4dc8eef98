import { addErrorWords } from './i18n.ts'

addErrorWords(import.meta.glob('../locales/en/errors/*.json', { eager: true, import: 'default' }))
