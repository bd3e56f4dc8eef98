import { createBridgeHost } from './bridge.ts'
import { createWebHost } from './web.ts'
import type { Host } from './open.ts'

export const host: Host = window.chartroom
  ? createBridgeHost(window.chartroom)
  : createWebHost(window)
