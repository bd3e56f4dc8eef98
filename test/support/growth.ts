const repeats = 5
const attempts = 6

/** The best of several runs, for what else the machine does. */
const timeOf = (act: () => unknown): number =>
  Math.min(
    ...Array.from({ length: repeats }, () => {
      const startMs = performance.now()
      act()
      return performance.now() - startMs
    }),
  )

/**
 * How much longer eight times the input takes: about 8 for what is linear, 64 for what is quadratic. A busy machine
 * makes it look like more, never like less, so the least of several attempts counts.
 */
export const growth = (act: (times: number) => () => unknown, times: number): number => {
  const small = act(times)
  const large = act(8 * times)
  small()
  let least = Infinity
  for (let attempt = 0; attempt < attempts && least >= isLinear; attempt++) {
    least = Math.min(least, timeOf(large) / timeOf(small))
  }
  return least
}

/** What is well above 8 and well below 64. */
export const isLinear = 40
