import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'

/** What the tests need beyond npm: a Debian package and the file by which we know that it is there. */
const needed = [
  { name: 'chromium', file: '/usr/bin/chromium' },
  { name: 'docker-registry', file: '/usr/bin/docker-registry' },
  { name: 'gnome-keyring', file: '/usr/bin/gnome-keyring-daemon' },
  { name: 'libsecret-1-0', file: '/usr/share/doc/libsecret-1-0' },
  { name: 'dbus', file: '/usr/bin/dbus-run-session' },
  { name: 'apache2-utils', file: '/usr/bin/htpasswd' },
  { name: 'openssl', file: '/usr/bin/openssl' },
  { name: 'skopeo', file: '/usr/bin/skopeo' },
  { name: 'nginx-light', file: '/usr/sbin/nginx' },
] as const

const isDebianRoot = () => existsSync('/etc/debian_version') && process.getuid?.() === 0

/** Installs what is missing as root on Debian; elsewhere names it with the command. Never fails: tests skip by name. */
export const ensureDebianPackages = (): void => {
  const missing = needed.filter(({ file }) => !existsSync(file)).map(({ name }) => name)
  if (missing.length === 0) return
  if (!isDebianRoot()) {
    console.log(
      `Some tests need: ${missing.join(', ')}. On Debian: sudo apt-get install ${missing.join(' ')}`,
    )
    return
  }
  console.log(`Installing ${missing.join(', ')} …`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
      .status === 0
  const installed = withoutServices(
    () => run('update') && run('install', '-y', '--no-install-recommends', ...missing),
  )
  if (!installed)
    console.log('apt-get did not install everything; the tests that need it are skipped by name.')
}

const policyFile = '/usr/sbin/policy-rc.d'

/** Some of these packages start a service of their own; the tests start what they need, on ports of their own. */
const withoutServices = <T>(install: () => T): T => {
  if (existsSync(policyFile)) return install()
  // 101: "action forbidden by policy" (invoke-rc.d(8)).
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    return install()
  } finally {
    rmSync(policyFile, { force: true })
  }
}
