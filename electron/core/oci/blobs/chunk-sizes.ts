const kib = 1024
const mib = 1024 * kib

/** Less than this is not worth a request. */
export const smallestChunkBytes = 16 * kib

/** Sizes of pieces, largest first: proxies commonly take 16 MiB, 4 MiB, or nginx's 1 MiB. */
const sizes: readonly number[] = [16 * mib, 4 * mib, mib, 256 * kib, 64 * kib, smallestChunkBytes]

/** The next size to try after a body of so many bytes was refused; undefined when none is left. */
export const smallerChunk = (refusedBytes: number): number | undefined =>
  sizes.find(size => size < refusedBytes)

const resumedBytes = 4 * mib

/** The size after a whole that broke off: small enough that not much is lost again. Undefined where it is small itself. */
export const resumedChunk = (brokenBytes: number): number | undefined =>
  smallerChunk(Math.min(brokenBytes, resumedBytes + 1))
