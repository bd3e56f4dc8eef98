import type { WebContents, WebFrameMain } from 'electron'
import { isUiUrl } from './ui-origin.ts'

type Sender = { readonly sender: WebContents; readonly senderFrame: WebFrameMain | null }

/**
 * Whether a message comes from the top frame of one of our windows, showing our page (docs/threats.md, "The border
 * between page and core").
 */
export const isTrustedSender = (
  { sender, senderFrame }: Sender,
  windows: ReadonlySet<number>,
): boolean => {
  try {
    // A frame that is gone throws when it is looked at.
    return (
      windows.has(sender.id) &&
      senderFrame !== null &&
      senderFrame.parent === null &&
      isUiUrl(senderFrame.url)
    )
  } catch {
    return false
  }
}
