import { open } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import { type Digest, digestAlgorithm } from '../../../shared/model/digest.ts'
import { fileSource, type ByteSource } from './byte-source.ts'
import { digestOf, readWhole, type ReadWhole } from './inspect-archive.ts'
import type { ArchiveMember } from './read-archive.ts'
import { type Members, readMembers } from './read-members.ts'

const MiB = 1024 * 1024

/** What a process may hold of archives that it has read, beside the one that it reads. */
export const openLimits = {
  archives: 4,
  /** Of one archive; a larger one is read again each time. */
  archiveBytes: 32 * MiB,
  bytes: 64 * MiB,
  idleMs: 30_000,
} as const

/** An archive by its digest where it is open already, else by its path too. */
export type ArchiveAt = { readonly digest?: Digest | undefined; readonly path?: string | undefined }

/** The archive is not open here, and its path was not given: who asks knows it. */
export class ArchiveClosed extends Error {}

/** Archives that were read and stay unpacked for a while, so that one is not hashed and inflated for every file. */
export type OpenArchives = {
  /** The whole archive. Throws `ArchiveClosed`, helm's refusals and our limits. */
  whole(at: ArchiveAt): Promise<ReadWhole>
  /** Some of its members. */
  members(at: ArchiveAt, indexes: readonly string[]): Promise<Members>
  /** Closes what nobody asked for in a while. */
  sweep(): void
  readonly size: number
  readonly heldBytes: number
}

type Held = ReadWhole & {
  readonly members: Members
  readonly heldBytes: number
  usedAtMs: number
}

export const createOpenArchives = (nowMs: () => number): OpenArchives => {
  // In the order of their last use.
  const held = new Map<Digest, Held>()

  const heldBytes = () => [...held.values()].reduce((sum, archive) => sum + archive.heldBytes, 0)

  const sweep = () => {
    for (const [digest, { usedAtMs }] of held)
      if (nowMs() - usedAtMs >= openLimits.idleMs) held.delete(digest)
  }

  const recall = (digest: Digest | undefined): Held | undefined => {
    sweep()
    const archive = digest && held.get(digest)
    if (!digest || !archive) return undefined
    archive.usedAtMs = nowMs()
    held.delete(digest)
    held.set(digest, archive)
    return archive
  }

  /** Before the next is read, so that it never comes on top of a full house. */
  const makeRoom = () => {
    for (const digest of held.keys()) {
      const fits = heldBytes() + openLimits.archiveBytes <= openLimits.bytes
      if (held.size < openLimits.archives && fits) return
      held.delete(digest)
    }
  }

  const read = async ({ source, digest, sha256 }: Opened): Promise<ReadWhole> => {
    makeRoom()
    const kept = createKept()
    const whole = await readWhole(source, sha256, kept.add)
    const { members, sizeBytes } = kept
    if (members) held.set(digest, { ...whole, members, heldBytes: sizeBytes, usedAtMs: nowMs() })
    return whole
  }

  return {
    whole: async at =>
      recall(at.digest) ?? fromFile(at, async opened => recall(opened.digest) ?? read(opened)),
    members: async (at, indexes) => {
      const known = recall(at.digest)?.members
      if (known) return known
      return fromFile(at, async opened => {
        if (!recall(opened.digest)) await read(opened)
        return recall(opened.digest)?.members ?? readMembers(opened.source, indexes)
      })
    },
    sweep,
    get size() {
      return held.size
    },
    get heldBytes() {
      return heldBytes()
    },
  }
}

/** An entry costs more than its bytes. */
const memberBytes = 512

const createKept = () => {
  let members: Map<string, ArchiveMember> | undefined = new Map()
  let sizeBytes = 0
  return {
    add: (member: ArchiveMember) => {
      sizeBytes += member.bytes.byteLength + memberBytes
      if (sizeBytes > openLimits.archiveBytes) members = undefined
      members?.set(member.index, member)
    },
    get members(): Members | undefined {
      return members
    },
    get sizeBytes() {
      return sizeBytes
    },
  }
}

/** A registry may name an archive by another algorithm than the one that everything else here is told by. */
type Opened = {
  readonly source: ByteSource
  readonly digest: Digest
  readonly sha256: Digest
}

/** The path may hold another archive by now: what is told is told of the digest that was asked for. */
const fromFile = async <T>(
  { path, digest }: ArchiveAt,
  act: (opened: Opened) => Promise<T>,
): Promise<T> => {
  if (path === undefined) throw new ArchiveClosed()
  const file = await open(path, 'r')
  try {
    const source = await fileSource(file)
    const sha256 = await digestOf(source, 'sha256')
    if (digest === undefined) return await act({ source, digest: sha256, sha256 })
    const isSha256 = digestAlgorithm(digest) === 'sha256'
    if ((isSha256 ? sha256 : await digestOf(source, 'sha512')) !== digest) {
      throw new AppError('unexpected', 'parser-failed', { detail: 'digest' })
    }
    return await act({ source, digest, sha256 })
  } finally {
    await file.close()
  }
}
