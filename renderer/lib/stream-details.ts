const showEveryMs = 60

type FailedOf<Item> = Extract<Item, { failed: { code: string } }>['failed']

/**
 * Hands over what a call tells one by one in batches: a table need not be drawn for each. Resolves with the one that
 * says the registry limits us, if any: it is not handed over as failed.
 */
export const streamDetails = async <Item extends object>(
  ask: (onProgress: (item: Item) => void) => Promise<unknown>,
  show: (items: readonly Item[]) => void,
  /** Told of each at once. */
  arrived: (item: Item) => void = () => {},
): Promise<FailedOf<Item> | undefined> => {
  let waiting: Item[] = []
  let limited: FailedOf<Item> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    show(waiting)
    waiting = []
  }
  const onProgress = (item: Item) => {
    const failed = failedOf(item)
    if (failed?.code === 'rate-limited') {
      limited = failed
      return
    }
    arrived(item)
    waiting.push(item)
    timer ??= setTimeout(flush, showEveryMs)
  }
  try {
    await ask(onProgress)
  } finally {
    clearTimeout(timer)
    if (waiting.length > 0) flush()
  }
  return limited
}

const failedOf = <Item extends object>(item: Item): FailedOf<Item> | undefined =>
  'failed' in item ? (item.failed as FailedOf<Item>) : undefined
