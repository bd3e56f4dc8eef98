import type { Session } from 'electron'
import { isUiUrl } from './ui-origin.ts'

type PageRequest = { readonly url: string; readonly resourceType: string }

/** What a page may load at all: our files, blobs it made itself, and pictures that are part of the text. */
const isAllowed = ({ url, resourceType }: PageRequest, withDevTools: boolean): boolean => {
  if (url.startsWith('blob:app://ui/')) return resourceType !== 'mainFrame'
  if (url.startsWith('data:')) return resourceType === 'image'
  if (url.startsWith('devtools:')) return withDevTools
  return isUiUrl(url)
}

/** Cancels every other request, whatever its scheme: file, http, ws, ftp, … The core has its own network. */
export const filterRequests = (session: Session, { withDevTools }: { withDevTools: boolean }) =>
  session.webRequest.onBeforeRequest((details, callback) =>
    callback({ cancel: !isAllowed(details, withDevTools) }),
  )
