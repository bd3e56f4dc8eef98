const kib = 1024
const mib = 1024 * kib

/** What a registry may say. Sizes in bytes, times in milliseconds. */
export const registryLimits = {
  manifestBytes: 4 * mib,
  /** One answer of a listing. */
  pageBytes: 4 * mib,
  tokenBytes: 128 * kib,
  pingBytes: 64 * kib,
  tokenCallMs: 15_000,
  pages: 1_000,
  names: 200_000,
} as const
