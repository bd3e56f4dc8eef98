import type { Warning } from '../../../../shared/ipc/schemas/charts.ts'
import type { Check } from '../../../../shared/ipc/schemas/transfers.ts'
import type { Digest } from '../../../../shared/model/digest.ts'
import { isRepositoryName } from '../../../../shared/model/reference.ts'
import { isTag } from '../../../../shared/model/tag.ts'
import type { OpenDraft } from '../user-files/drafts.ts'

// One function per line of the review sheet: facts in, one Check out. The words are the renderer's.

type Params = Check['params']
const line =
  (check: Check['check'], state: Check['state']) =>
  (key: string, params: Params = {}): Check => ({ check, state, key, params })

// Helm's strict parser takes three numbers without leading zeros or "v", and ranges see only such tags:
// docs/protocol.md, "How helm chooses a tag".
const strictVersion =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/

export const checkArchive = ({ inspected }: OpenDraft): Check[] => {
  const refusal = inspected.pushRefusal
  if (refusal === undefined) return checkHelms(inspected.warnings)
  return [
    line('archive', 'failed')('refused', {
      ...refusal.params,
      code: refusal.code,
      reason: refusal.reason,
    }),
  ]
}

/** A chart that one Helm loads is pushed. The line tells users of the other Helm why theirs refuses it. */
const checkHelms = (warnings: readonly Warning[]): Check[] =>
  warnings
    .filter(({ key }) => key === 'helm-3-refuses' || key === 'helm-4-refuses')
    .map(({ key, params }) => line('archive', 'warning')(key, params))

export const checkName = (name: string, repository: string): Check =>
  isRepositoryName(repository)
    ? line('name', 'passed')('valid', { name })
    : line('name', 'failed')('cannot-be-repository', { name, repository })

export const checkVersion = (version: string, tag: string): Check => {
  if (!isTag(tag)) return line('version', 'failed')('cannot-be-tag', { version })
  if (!strictVersion.test(version)) return line('version', 'notice')('not-strict', { version, tag })
  return tag === version
    ? line('version', 'passed')('becomes-tag', { version })
    : line('version', 'passed')('plus-becomes-underscore', { version, tag })
}

/**
 * `oci://host/redis` with the chart `redis` becomes `redis/redis`; helm says nothing of it (docs/protocol.md, "Where a
 * push goes").
 */
export const checkPath = (namespace: string, name: string): Check[] =>
  namespace.split('/').at(-1) === name
    ? [line('path', 'notice')('ends-with-name', { namespace, name })]
    : []

export const checkProvenance = (
  { provenance, provenanceRefused, archive }: OpenDraft,
  isRefusedThere: boolean,
): Check => {
  if (provenanceRefused !== undefined) {
    return line('provenance', 'notice')('refused', { reason: provenanceRefused })
  }
  if (provenance === undefined) return line('provenance', 'notice')('none')
  const params = { fileName: provenance.file.fileName }
  if (isRefusedThere) return line('provenance', 'decision')('not-taken', params)
  if (provenance.hash === 'matches') return line('provenance', 'passed')('matches', params)
  if (provenance.hash === 'differs') return line('provenance', 'decision')('differs', params)
  return line('provenance', 'decision')('absent', { ...params, archive: archive.fileName })
}

export const checkSize = ({ archive, inspected }: OpenDraft): Check =>
  line('size', 'passed')('fits', {
    sizeBytes: archive.sizeBytes,
    unpackedSizeBytes: inspected.unpackedSizeBytes,
  })

export type Present =
  { readonly digest: Digest; readonly createdAt: string | undefined } | undefined

export const checkTag = (
  tag: string,
  present: Present,
  ours: Digest,
  isImmutable: boolean,
): Check => {
  if (present === undefined) return line('tag', 'passed')('free', { tag })
  if (present.digest === ours) return line('tag', 'notice')('same-digest', { tag, digest: ours })
  if (isImmutable) return line('tag', 'failed')('immutable', { tag })
  return line('tag', 'decision')('other-digest', {
    tag,
    from: present.digest,
    to: ours,
    ...(present.createdAt !== undefined && { createdAt: present.createdAt }),
  })
}

export const checkTarget = (repository: string, exists: boolean, mustExist: boolean): Check => {
  if (exists) return line('target', 'passed')('exists', { repository })
  if (mustExist) return line('target', 'failed')('must-exist', { repository })
  return line('target', 'passed')('new', { repository })
}

export const checkRights = (
  rights: 'granted' | 'refused' | 'unknown',
  host: string,
  { refusesAnonymous, isOurs }: { refusesAnonymous: boolean; isOurs: boolean },
): Check => {
  if (isOurs) return line('rights', 'passed')('ours', { host })
  if (refusesAnonymous) return line('rights', 'failed')('anonymous', { host })
  if (rights === 'granted') return line('rights', 'passed')('granted', { host })
  if (rights === 'refused') return line('rights', 'failed')('refused', { host })
  return line('rights', 'notice')('unknown', { host })
}

/** A question the registry did not answer: its reason, in the line it belongs to. */
export const checkUnanswered = (
  check: 'tag' | 'target' | 'rights',
  error: { code: string; reason: string; params: Params },
): Check =>
  line(check, 'failed')('unanswered', { ...error.params, code: error.code, reason: error.reason })
