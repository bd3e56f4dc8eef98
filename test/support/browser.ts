import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The system's Chromium; `CHARTROOM_CHROMIUM` names another. Undefined: tests that need it skip by name. */
export const chromiumPath =
  process.env['CHARTROOM_CHROMIUM'] ?? candidates.find(candidate => existsSync(candidate))

export const launchBrowser = (extra: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    ...(chromiumPath !== undefined && { executablePath: chromiumPath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...extra,
    ],
  })
