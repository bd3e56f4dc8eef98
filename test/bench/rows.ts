import { spawnSync } from 'node:child_process'
import { findTool } from '../../scripts/lib/tools.ts'
import { type Measured, measureCommand, median } from './measure.ts'

/** One program's way to do a piece of work; run in turns with the others, so that a slow minute hits all alike. */
export type Contender = {
  readonly name: string
  readonly run: () => Promise<
    Measured & {
      readonly taskMs?: number
      readonly unsyncedMs?: number
      readonly extra?: Record<string, number>
    }
  >
}

export type Row = {
  readonly name: string
  /** Milliseconds, medians. `task` is the work alone, `process` with process start, as the peers are measured. */
  readonly ours: Figure
  readonly peers: Readonly<Record<string, Figure>>
  readonly floor: Figure | undefined
  /** Fastest peer of a turn / ours of that turn, the median: above 1 we are faster. By the work alone, since the program runs already. */
  readonly ratio: number | undefined
  /** The same without our fsync, where we call one: no peer does. */
  readonly unsyncedRatio?: number
}

export type Figure = {
  readonly ms: number
  readonly taskMs?: number
  /** The work without the fsync at its end. */
  readonly unsyncedMs?: number
  readonly peakBytes?: number
  readonly extra?: Readonly<Record<string, number>>
}

/** Runs the contenders in turns and takes medians. */
export const measureRow = async (
  name: string,
  contenders: { ours: Contender; peers: readonly Contender[]; floor?: Contender },
  turns: number,
): Promise<Row> => {
  const all = [
    contenders.ours,
    ...contenders.peers,
    ...(contenders.floor ? [contenders.floor] : []),
  ]
  const results = new Map<Contender, Awaited<ReturnType<Contender['run']>>[]>()
  for (let turn = 0; turn < turns; turn += 1) {
    for (const contender of all) {
      // What one leaves to be written would else slow down the next: only we write ours out at the end.
      spawnSync('sync')
      results.set(contender, [...(results.get(contender) ?? []), await contender.run()])
    }
  }
  const figureOf = (contender: Contender) => figure(results.get(contender) ?? [])
  const ours = figureOf(contenders.ours)
  const peers = Object.fromEntries(contenders.peers.map(peer => [peer.name, figureOf(peer)]))
  const floor = contenders.floor && figureOf(contenders.floor)
  const turnsOf = (contender: Contender) => results.get(contender) ?? []
  const ratioBy = (msOf: (result: Awaited<ReturnType<Contender['run']>>) => number) =>
    median(
      turnsOf(contenders.ours).map((result, turn) => {
        const fastest = Math.min(
          ...contenders.peers.map(peer => turnsOf(peer)[turn]?.ms ?? Infinity),
        )
        return fastest / msOf(result)
      }),
    )
  const hasPeers = contenders.peers.length > 0
  return {
    name,
    ours,
    peers,
    floor,
    ratio: hasPeers ? ratioBy(({ taskMs, ms }) => taskMs ?? ms) : undefined,
    ...(hasPeers &&
      ours.unsyncedMs !== undefined && {
        unsyncedRatio: ratioBy(({ unsyncedMs, ms }) => unsyncedMs ?? ms),
      }),
  }
}

const figure = (results: readonly Awaited<ReturnType<Contender['run']>>[]): Figure => {
  const peaks = results.map(result => result.peakBytes).filter(peak => peak !== undefined)
  const tasks = results.map(result => result.taskMs).filter(ms => ms !== undefined)
  const unsynced = results.map(result => result.unsyncedMs).filter(ms => ms !== undefined)
  const extra = results.at(-1)?.extra
  return {
    ms: median(results.map(result => result.ms)),
    ...(tasks.length > 0 && { taskMs: median(tasks) }),
    ...(unsynced.length > 0 && { unsyncedMs: median(unsynced) }),
    ...(peaks.length > 0 && { peakBytes: Math.max(...peaks) }),
    ...(extra && { extra }),
  }
}

/** A peer, when its program is here. `expect` is a line count that proves it did the work. */
export const peer = (
  name: string,
  args: readonly string[],
  options: { env?: Record<string, string>; proves?: (stdout: string) => boolean } = {},
): Contender[] => {
  const program = findTool(name)
  if (program === undefined) return []
  const run = async () => {
    const measured = await measureCommand(program, args, options.env ? { env: options.env } : {})
    if (options.proves && !options.proves(measured.stdout))
      throw new Error(`${name} found something else`)
    return measured
  }
  return [{ name, run }]
}
