import { listCatalog } from '../oci/listing/list-catalog.ts'
import { acrCatalog } from './acr.ts'
import { artifactoryRepository } from './artifactory.ts'
import { cloudsmithApi } from './cloudsmith.ts'
import { dockerHubApi } from './docker-hub.ts'
import { ecrDescribe } from './ecr.ts'
import { ghcrCatalogPrefix, ghcrPackages } from './ghcr.ts'
import { gitlabApi } from './gitlab.ts'
import { googleChildren } from './google.ts'
import { harborProjects } from './harbor.ts'
import { ibmApi } from './ibm.ts'
import type { ListingStrategy, ListingTarget } from './listing-strategy.ts'
import { quayApi } from './quay.ts'

const catalog: ListingStrategy = {
  name: 'catalog',
  // These list nothing to anybody, signed in or not: docs/protocol.md, "Listing repositories".
  fits: ({ vendor }) => vendor !== 'docker-hub' && vendor !== 'ghcr',
  list: listCatalog,
}

/**
 * In the order in which they are tried. What shows the user's own share comes before a catalog that is for
 * administrators, or that knows no more than one level (Harbor, GitLab, Artifactory).
 */
export const strategies: readonly ListingStrategy[] = [
  harborProjects,
  dockerHubApi,
  ghcrPackages,
  ghcrCatalogPrefix,
  gitlabApi,
  artifactoryRepository,
  catalog,
  quayApi,
  acrCatalog,
  googleChildren,
  ecrDescribe,
  cloudsmithApi,
  ibmApi,
]

export const strategiesFor = (place: ListingTarget): readonly ListingStrategy[] =>
  strategies.filter(({ fits }) => fits(place))
