/** Random numbers that can be had again from their seed. */
export type Random = { below(limit: number): number }

/** mulberry32: enough for tests, and the same on every machine. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0
  return {
    below: limit => {
      state = (state + 0x6d2b79f5) >>> 0
      let bits = Math.imul(state ^ (state >>> 15), state | 1)
      bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
      return ((bits ^ (bits >>> 14)) >>> 0) % limit
    },
  }
}

type Mutation = (bytes: Buffer, random: Random) => Buffer

const interesting = [
  0x00, 0xff, 0x80, 0x7f, 0x2f, 0x5c, 0x2e, 0x0a, 0x5b, 0x7b, 0x2a, 0x26, 0x22, 0x20,
]

const flip: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
  return bytes
}

const set: Mutation = (bytes, random) => {
  bytes[random.below(bytes.length)] = interesting[random.below(interesting.length)] ?? 0
  return bytes
}

const cut: Mutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length))

const drop: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(600))])
}

const repeat: Mutation = (bytes, random) => {
  const at = random.below(bytes.length)
  const part = bytes.subarray(at, at + 1 + random.below(600))
  return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)])
}

const mutations = [flip, flip, set, set, set, cut, drop, repeat]

/** One to four changes: flips, interesting bytes, cuts, gaps, repetitions. Tar checksums are put right half the time. */
export const mutate = (good: Uint8Array, random: Random): Buffer => {
  let bytes = Buffer.from(good)
  for (let left = 1 + random.below(4); left > 0 && bytes.length > 0; left -= 1) {
    bytes = Buffer.from(mutations[random.below(mutations.length)]?.(bytes, random) ?? bytes)
  }
  return random.below(2) === 0 ? bytes : sealHeaders(bytes)
}

/** A header that lies with a true checksum gets further than one that is merely broken. */
const sealHeaders = (bytes: Buffer): Buffer => {
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    if (bytes.toString('latin1', at + 257, at + 262) !== 'ustar') continue
    bytes.fill(0x20, at + 148, at + 156)
    const sum = bytes.subarray(at, at + 512).reduce((total, byte) => total + byte, 0)
    bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1')
  }
  return bytes
}
