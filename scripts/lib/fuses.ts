/** Stands before the fuses in every Electron binary (electron/build/fuses/build.py). */
export const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** In the order of the wire (electron/build/fuses/fuses.json5). */
export const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
  'wasmTrapHandlers',
] as const
export type FuseName = (typeof fuseNames)[number]

const supportedVersion = 1
/** `0`, `1`, `r` for removed, and 0x90 for inherited, as they are written. */
export type FuseState = 'off' | 'on' | 'removed' | 'inherited'

const states: Readonly<Record<number, FuseState>> = {
  0x30: 'off',
  0x31: 'on',
  0x72: 'removed',
  0x90: 'inherited',
}

/**
 * The fuses of an Electron binary. Throws when it holds none, or another number of them than is known here: a
 * new fuse has to be decided on, not overlooked. A universal macOS binary holds one set per architecture; all
 * have to be alike.
 */
export const readFuses = (binary: Buffer): Readonly<Record<FuseName, FuseState>> => {
  const wires = findAll(binary, fuseSentinel).map(at => readWire(binary, at + fuseSentinel.length))
  const [first, ...others] = wires
  if (first === undefined) throw new Error('This file is no Electron binary: it has no fuses.')
  if (others.some(wire => wire.join() !== first.join()))
    throw new Error('The parts of this binary have different fuses.')
  return Object.fromEntries(fuseNames.map((name, index) => [name, first[index]])) as Record<
    FuseName,
    FuseState
  >
}

const findAll = (binary: Buffer, text: string): number[] => {
  const found: number[] = []
  for (let at = binary.indexOf(text); at !== -1; at = binary.indexOf(text, at + 1)) found.push(at)
  return found
}

const readWire = (binary: Buffer, at: number): FuseState[] => {
  const [version, count] = [binary[at], binary[at + 1]]
  if (version !== supportedVersion) throw new Error(`Fuses of version ${version} are not known.`)
  if (count !== fuseNames.length)
    throw new Error(`This binary has ${count} fuses, and ${fuseNames.length} are known.`)
  return fuseNames.map((name, index) => {
    const state = states[binary[at + 2 + index] ?? 0]
    if (state === undefined) throw new Error(`The state of the fuse ${name} is not known.`)
    return state
  })
}

/** The fuses that every package of ours must have: docs/threats.md, "Fuses". */
export const wantedFuses: Readonly<Record<FuseName, FuseState>> = {
  runAsNode: 'off',
  enableCookieEncryption: 'off',
  enableNodeOptionsEnvironmentVariable: 'off',
  enableNodeCliInspectArguments: 'off',
  enableEmbeddedAsarIntegrityValidation: 'on',
  onlyLoadAppFromAsar: 'on',
  loadBrowserProcessSpecificV8Snapshot: 'off',
  grantFileProtocolExtraPrivileges: 'off',
  wasmTrapHandlers: 'on',
}
