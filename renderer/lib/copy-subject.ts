import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { parseDigest } from '../../shared/model/digest.ts'
import type { CopySubject } from '../../shared/model/snippets.ts'
import { tagToVersion } from '../../shared/model/tag.ts'

export type CopyVersion = {
  readonly tag?: string | undefined
  readonly digest: string
  /** From Chart.yaml; where it is not known the tag stands for it. */
  readonly version?: string | undefined
}

/** A version as its copied forms need it; undefined where its digest is none. */
export const copySubject = (
  registry: Registry,
  repository: string,
  { tag, digest, version }: CopyVersion,
): CopySubject | undefined => {
  const parsed = parseDigest(digest)
  if (!parsed) return undefined
  const { ca } = registry.connection
  return {
    host: registry.host,
    repository,
    digest: parsed,
    tag,
    version: version ?? (tag === undefined ? '' : tagToVersion(tag)),
    plainHttp: registry.plainHttp,
    ...(ca.kind === 'file' && ca.helmCanUse && { caFile: ca.file }),
    signedIn: registry.signIn.kind === 'user',
  }
}
