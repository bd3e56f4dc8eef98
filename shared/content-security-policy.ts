/**
 * Both hosts send this policy with every file of the renderer; they differ in what may be connected to only.
 * No script, worker or font but our own files. Styles may be inline because Monaco writes style elements.
 */
const directives = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'worker-src': "'self'",
  'frame-src': "'none'",
  'object-src': "'none'",
  'media-src': "'none'",
  'manifest-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'require-trusted-types-for': "'script'",
} as const

/**
 * `bundled-worker` lets our own files be workers (renderer/lib/bundled-worker.ts); `monaco` serves the markup that the
 * editor builds from escaped text, in place of Monaco's own names (renderer/components/code-view/monaco-environment.ts).
 */
const trustedTypes = ['bundled-worker', 'monaco']

const connectSources = { desktop: "'none'", web: "'self'" } as const

export const contentSecurityPolicy = (host: 'desktop' | 'web'): string =>
  Object.entries({
    ...directives,
    'trusted-types': trustedTypes.join(' '),
    'connect-src': connectSources[host],
  })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')

const powerfulFeatures = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
]

/** Sent with every reply of both hosts. */
export const securityHeaders = (host: 'desktop' | 'web'): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': contentSecurityPolicy(host),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': powerfulFeatures.map(feature => `${feature}=()`).join(', '),
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
})
