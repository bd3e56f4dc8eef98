import { z } from 'zod'
import { certificateView } from './connection-settings.ts'

/** What the user has agreed to, when a first answer was `needs-decision`. */
export const decisions = z.object({
  plainHttp: z.boolean().optional(),
  /** Origin of a token service the sign-in may be sent to. */
  realm: z.string().optional(),
  /** Keep the secret in memory until quit. */
  sessionOnly: z.boolean().optional(),
  /** Plain text in helm's file, after it was said that it is readable there. */
  plainText: z.boolean().optional(),
})
export type Decisions = z.infer<typeof decisions>

export const neededDecision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('plain-http'), host: z.string() }),
  z.object({ decision: z.literal('realm'), host: z.string(), realm: z.string() }),
  z.object({ decision: z.literal('session-only'), reason: z.string() }),
  /** The certificate is not trusted: use a CA file, pin it, or do not connect (a `connection` change answers). */
  z.object({ decision: z.literal('certificate'), certificate: certificateView }),
  z.object({ decision: z.literal('plain-text'), file: z.string() }),
])
export type NeededDecision = z.infer<typeof neededDecision>

export const needsDecision = neededDecision.and(z.object({ result: z.literal('needs-decision') }))
