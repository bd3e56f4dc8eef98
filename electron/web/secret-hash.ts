import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A secret is compared by its hash, so that neither its value nor its length shows in the time taken. */
export type SecretHash = Buffer

export const newSecret = (): string => randomBytes(32).toString('base64url')

export const hashSecret = (secret: string): SecretHash =>
  createHash('sha256').update(secret).digest()

export const isSecret = (hash: SecretHash, candidate: string): boolean =>
  timingSafeEqual(hash, hashSecret(candidate))
