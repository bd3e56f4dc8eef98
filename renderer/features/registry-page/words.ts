import { addWords } from '../../lib/i18n.ts'

addWords(
  import.meta.glob('../../locales/en/later/capabilities.json', { eager: true, import: 'default' }),
)
