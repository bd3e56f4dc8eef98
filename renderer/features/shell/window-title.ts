import { isDigest, shortDigest } from '../../../shared/model/digest.ts'
import { isRepositoryName } from '../../../shared/model/reference.ts'
import { isTag } from '../../../shared/model/tag.ts'
import type { Place } from '../../lib/place.ts'

type Words = {
  /** Name of the registry, where it is a saved one. */
  readonly registry: string | undefined
  /** The file of a dropped chart. */
  readonly file: string
  readonly doctor: string
}

// An address may hold anything; a title shows names only.
const nameOf = (repository: string): string[] =>
  isRepositoryName(repository) ? [repository.slice(repository.lastIndexOf('/') + 1)] : []

const partsOf = (place: Place, { registry, file, doctor }: Words): string[] => {
  if (place.kind === 'draft') return [file]
  if (place.kind === 'home' || registry === undefined) return []
  switch (place.kind) {
    case 'registry':
      if (place.view === 'doctor') return [doctor, registry]
      return isRepositoryName(place.namespace) ? [place.namespace, registry] : [registry]
    case 'repository':
      return [...nameOf(place.repository), registry]
    case 'version': {
      const { reference } = place
      const version = isDigest(reference) ? shortDigest(reference) : isTag(reference) && reference
      return [[...nameOf(place.repository), version].filter(Boolean).join(' '), registry]
    }
  }
}

/** The place, nearest first, then the program: `redis 18.6.1 · harbor.example.com · Chartroom`. */
export const windowTitle = (place: Place, words: Words): string =>
  [...partsOf(place, words), 'Chartroom'].filter(part => part !== '').join(' · ')
