/** Time as this client needs it; the host's clock fits. */
export type Clock = {
  /** Wall clock, for dates that a registry sends. */
  now(): number
  /** Monotonic, for everything that expires. */
  monotonicMs(): number
  /** Rejects when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
