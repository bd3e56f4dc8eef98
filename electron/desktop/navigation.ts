import type { WebContents } from 'electron'
import type { Logger } from '../core/ports.ts'
import { denyBluetooth } from './permissions.ts'

/**
 * Keeps a page where it is: it goes nowhere, opens nothing, embeds nothing (docs/threats.md, "The desktop's guards").
 * The renderer's own places are in the URL's fragment, which navigates within the page and raises no event.
 */
export const confine = (contents: WebContents, logger: Logger): void => {
  const prevent = (name: string) => (event: { preventDefault(): void }) => {
    event.preventDefault()
    logger.log('warn', 'navigation-denied', { name })
  }
  contents.on('will-navigate', prevent('navigate'))
  contents.on('will-frame-navigate', prevent('frame-navigate'))
  contents.on('will-redirect', prevent('redirect'))
  contents.on('will-attach-webview', prevent('webview'))
  contents.setWindowOpenHandler(() => {
    logger.log('warn', 'navigation-denied', { name: 'window' })
    return { action: 'deny' }
  })
  denyBluetooth(contents)
}
