import type { Page } from 'playwright-core'
import type { Method } from '../../shared/ipc/contract.ts'
import type { Frame } from '../../shared/ipc/frames.ts'
import type { ClientMessage, ServerMessage } from '../../shared/ipc/socket-messages.ts'

/** Makes another value of what a call gives. Values are plain JSON, and a broken one need not fit the contract. */
export type Break = (value: never) => unknown

/**
 * Changes answers of the web host on their way to the page. The page trusts its host, which checks each value before it
 * sends it, so a value that does not fit the contract makes the drawing of it throw, as a fault of our own would.
 */
export const breakAnswers = async (page: Page): Promise<Map<Method, Break>> => {
  const broken = new Map<Method, Break>()
  await page.routeWebSocket(/\/calls$/, socket => {
    const host = socket.connectToServer()
    const methods = new Map<number, Method>()
    const pieces = new Map<number, string>()
    socket.onMessage(text => {
      const message: ClientMessage = JSON.parse(String(text))
      if ('request' in message)
        methods.set(message.call, (message.request as { method: Method }).method)
      host.send(text)
    })
    host.onMessage(text => {
      const message: ServerMessage = JSON.parse(String(text))
      const { call } = message
      const method = methods.get(call)
      const change = method && broken.get(method)
      if (!change) return socket.send(text)
      const whole = (pieces.get(call) ?? '') + message.text
      pieces.set(call, message.last ? '' : whole)
      if (!message.last) return
      const frame: Frame = JSON.parse(whole)
      const changed =
        frame.type === 'failed' ? frame : { ...frame, value: change(frame.value as never) }
      socket.send(JSON.stringify({ call, text: JSON.stringify(changed), last: true }))
    })
  })
  return broken
}
