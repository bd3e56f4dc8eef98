import type { Digest } from '../../../shared/model/digest.ts'

/** Bytes addressed by digest, kept so that nothing is asked for twice. Bounded; verified on every read. */
export type ContentCache = {
  /** Manifests and configs (at most 4 MiB). */
  read(digest: Digest): Promise<Uint8Array | undefined>
  write(registryId: string, digest: Digest, bytes: Uint8Array): Promise<void>
  /** The verified file of a chart archive, or undefined. */
  archivePath(digest: Digest): Promise<string | undefined>
  /** `fill` writes the bytes into the given temporary path and verifies them; then the file gets its name. */
  writeArchive(
    registryId: string,
    digest: Digest,
    fill: (temporaryPath: string) => Promise<void>,
  ): Promise<string>
  /** Drops what only this registry had brought. */
  forgetRegistry(registryId: string): Promise<void>
}
