import type { Registry } from '../../../../shared/ipc/schemas/registries.ts'
import type { Target } from '../../../../shared/ipc/schemas/transfers.ts'
import { helmLine } from '../../../../shared/model/helm-line.ts'

type HelmRegistry = Pick<Registry, 'host' | 'plainHttp' | 'connection'>

/** The line that would push this file like us, from its folder. */
export const helmPushCommand = (
  fileName: string,
  { namespace }: Pick<Target, 'namespace'>,
  { host, plainHttp, connection: { ca } }: HelmRegistry,
): string => {
  // helm would take a name that begins with a dash for a flag.
  const file = fileName.startsWith('-') ? `./${fileName}` : fileName
  const words = ['push', file, `oci://${host}${namespace === '' ? '' : `/${namespace}`}`]
  const caFile = ca.kind === 'file' && ca.helmCanUse ? ca.file : undefined
  // A file name that no shell line can carry (a NUL) is shown as JSON, to be read and not pasted.
  return helmLine('bash', words, { plainHttp, caFile }) ?? JSON.stringify(['helm', ...words])
}
