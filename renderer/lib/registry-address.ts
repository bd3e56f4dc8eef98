import type { Registry } from '../../shared/ipc/schemas/registries.ts'

/** As it would be typed. */
export const addressOf = ({ host, path, plainHttp }: Registry): string =>
  `${plainHttp ? 'http' : 'https'}://${[host, path].filter(Boolean).join('/')}`
