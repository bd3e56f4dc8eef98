/** The page's CSP requires a Trusted Types policy for worker addresses; this one knows only our own files. */
const ownFiles = window.trustedTypes?.createPolicy('bundled-worker', {
  createScriptURL: url => {
    const absolute = new URL(url, location.href)
    if (absolute.protocol !== location.protocol || absolute.host !== location.host)
      throw new TypeError('Workers are started from the app’s own files only')
    return absolute.href
  },
})

/** Starts a worker from the address that a `?worker&url` import gives. */
export const startBundledWorker = (url: string): Worker =>
  // The DOM types know no TrustedScriptURL here; at run time the policy's value is what the CSP asks for.
  new Worker((ownFiles?.createScriptURL(url) ?? url) as string, { type: 'module' })
