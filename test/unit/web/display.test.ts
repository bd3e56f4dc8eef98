import { describe, expect, it } from 'vitest'
import { hasDisplay } from '../../../electron/web/display.ts'

describe('a display', () => {
  const there = ['/tmp/.X11-unix/X0', '/run/user/1/wayland-0', '/run/way']
  it.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { DISPLAY: ':0.0' }, true],
    ['linux', { DISPLAY: 'unix:0' }, true],
    ['linux', { DISPLAY: ':7' }, false],
    ['linux', { DISPLAY: 'localhost:10.0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: '/run/user/1' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-1', XDG_RUNTIME_DIR: '/run/user/1' }, false],
    ['linux', { WAYLAND_DISPLAY: '/run/way' }, true],
    ['darwin', {}, true],
    ['win32', {}, true],
  ] as const)('on %s with %j: %s', (platform, env, expected) => {
    expect(hasDisplay(platform, env, file => there.includes(file))).toBe(expected)
  })
})
