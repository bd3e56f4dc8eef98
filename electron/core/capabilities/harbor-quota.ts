import { isAppError } from '../../../shared/errors.ts'
import { field } from '../vendors/read-api.ts'
import { tryReadJson } from '../json/read-json.ts'
import type { RegistryClient } from '../oci/types.ts'
import type { Finding } from './capability-sheet.ts'

/**
 * Storage of a project and how much of it is used, in bytes (Harbor api/v2.0: getProjectSummary). Undefined where it
 * is not limited, or not told: it is for those who may read quotas there.
 */
export const askHarborQuota = async (
  client: RegistryClient,
  repository: string,
  signal: AbortSignal,
): Promise<Finding | undefined> => {
  const project = repository.split('/')[0] ?? ''
  // Digits alone would be taken for the number of a project.
  if (/^\d+$/.test(project)) return undefined
  const quota = field(await summaryOf(client, project, signal), 'quota')
  const [usedBytes, limitBytes] = [storage(quota, 'used'), storage(quota, 'hard')]
  if (usedBytes === undefined || limitBytes === undefined) return undefined
  return {
    name: 'rate-limit',
    state: usedBytes < limitBytes ? 'works' : 'limited',
    value: 'quota',
    params: { usedBytes, limitBytes },
    foundBy: 'probe',
  }
}

const summaryOf = async (
  client: RegistryClient,
  project: string,
  signal: AbortSignal,
): Promise<unknown> => {
  const path = `/api/v2.0/projects/${encodeURIComponent(project)}/summary`
  try {
    const { status, bytes } = await client.ask({ method: 'GET', path, signed: 'basic', signal })
    return status === 200 ? tryReadJson(bytes) : undefined
  } catch (error) {
    if (isAppError(error) && !ending.has(error.code)) return
    throw error
  }
}

// Whatever else fails was refused, which tells nothing of the registry itself.
const ending = new Set(['cancelled', 'unreachable'])

/** -1 is without a limit. */
const storage = (quota: unknown, which: 'hard' | 'used'): number | undefined => {
  const bytes = field(field(quota, which), 'storage')
  return Number.isSafeInteger(bytes) && Number(bytes) >= 0 ? Number(bytes) : undefined
}
