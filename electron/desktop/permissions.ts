import type { Session, WebContents } from 'electron'
import { isUiUrl } from './ui-origin.ts'

// Writing text to the clipboard is the whole of what the page needs (Copy).
const isAllowed = (permission: string, url: string, isMainFrame: boolean): boolean =>
  permission === 'clipboard-sanitized-write' && isMainFrame && isUiUrl(url)

/** Denies every permission and every device of this session; writing the clipboard is the one exception. */
export const denyPermissions = (session: Session): void => {
  // Set to null first: Electron keeps an older handler otherwise.
  session.setPermissionRequestHandler(null)
  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(isAllowed(permission, details.requestingUrl, details.isMainFrame)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isAllowed(permission, details.requestingUrl ?? origin, details.isMainFrame),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}))
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }))
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault()
    callback(null)
  })
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault()
    callback()
  })
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault()
    callback('')
  })
}

export const denyBluetooth = (contents: WebContents): void => {
  contents.on('select-bluetooth-device', (event, _devices, callback) => {
    event.preventDefault()
    callback('')
  })
}
