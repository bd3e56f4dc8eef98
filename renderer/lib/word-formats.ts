import type { i18n } from 'i18next'
import { formatBytes } from './formats.ts'

/** What words may ask of a value that they name: `{{limitBytes, bytes}}`. */
export const addWordFormats = ({ services }: Pick<i18n, 'services'>): void =>
  services.formatter?.add('bytes', bytes => formatBytes(Number(bytes)))
