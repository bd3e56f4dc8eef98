import { host } from '../host/host.ts'

export const isWebHost = host.kind === 'web'
export const isMac = /^mac/i.test(navigator.platform)
