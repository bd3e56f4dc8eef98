import { z } from 'zod'
import type { ClientMessage } from '../../shared/ipc/socket-messages.ts'

const number = z.number().int().nonnegative()
const schema: z.ZodType<ClientMessage> = z.union([
  z.strictObject({ call: number, request: z.unknown() }),
  z.strictObject({ hangUp: number }),
])

/** Undefined for a text that is no message of ours. */
export const readClientMessage = (text: string): ClientMessage | undefined => {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
