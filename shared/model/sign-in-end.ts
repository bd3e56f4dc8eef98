/** How long before its end a sign-in is said to end soon: long enough to act, short enough to be right. */
export const endsSoonMs = 15 * 60 * 1000

/** What the end of a sign-in means now; undefined while it is far or not known. */
export const endOfSignIn = (
  expiresAtMs: number | undefined,
  nowMs: number,
): 'soon' | 'ended' | undefined => {
  if (expiresAtMs === undefined || expiresAtMs - nowMs > endsSoonMs) return undefined
  return expiresAtMs > nowMs ? 'soon' : 'ended'
}
