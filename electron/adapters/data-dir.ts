import path from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** Where this system expects a program's data: XDG, Application Support, AppData. */
export const defaultDataDir = (platform: NodeJS.Platform, env: Env, homeDir: string): string => {
  if (platform === 'darwin')
    return path.posix.join(homeDir, 'Library', 'Application Support', 'Chartroom')
  if (platform === 'win32')
    return path.win32.join(
      env['LOCALAPPDATA'] ?? path.win32.join(homeDir, 'AppData', 'Local'),
      'Chartroom',
    )
  // The XDG specification has relative paths ignored.
  const xdg = env['XDG_DATA_HOME']
  const base = xdg?.startsWith('/') ? xdg : path.posix.join(homeDir, '.local', 'share')
  return path.posix.join(base, 'chartroom')
}

export const platformName = (platform: NodeJS.Platform): 'mac' | 'windows' | 'linux' =>
  platform === 'darwin' ? 'mac' : platform === 'win32' ? 'windows' : 'linux'
