import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { isRepositoryName, parseReference } from '../../../shared/model/reference.ts'

/** Repositories in a pasted text, one a line or parted by blanks and commas; with or without the host. */
export const parseRepositoryList = (
  text: string,
  registry: Pick<Registry, 'host'>,
): { names: string[]; refused: string[] } => {
  const names = new Set<string>()
  const refused: string[] = []
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    const reference = parseReference(word)
    const name = reference?.host === registry.host ? reference.repository : word
    if (isRepositoryName(name)) names.add(name)
    else refused.push(word)
  }
  return { names: [...names], refused }
}
