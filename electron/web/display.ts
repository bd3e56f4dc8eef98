import { existsSync } from 'node:fs'
import path from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** Whether windows can be shown here. Asked before anything is downloaded for them. */
export const hasDisplay = (
  platform: NodeJS.Platform,
  env: Env,
  exists: (file: string) => boolean = existsSync,
): boolean => {
  if (platform === 'darwin' || platform === 'win32') return true
  return hasWayland(env, exists) || hasX11(env, exists)
}

const hasWayland = (env: Env, exists: (file: string) => boolean) => {
  const name = env['WAYLAND_DISPLAY']
  if (!name) return false
  return exists(path.posix.resolve(env['XDG_RUNTIME_DIR'] ?? '/', name))
}

/** `:0` is a local socket that has to be there; `host:10` a forwarded one that only trying can tell. */
const hasX11 = (env: Env, exists: (file: string) => boolean) => {
  const display = env['DISPLAY']
  if (!display) return false
  const local = /^(?:unix)?:(\d+)/.exec(display)?.[1]
  return local === undefined || exists(`/tmp/.X11-unix/X${local}`)
}
