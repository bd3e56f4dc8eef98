/** How a registry lists its repositories. */
export const strategyNames = [
  'catalog',
  'harbor-projects',
  'docker-hub-api',
  'ghcr-packages',
  'ghcr-catalog-prefix',
  'gitlab-api',
  'quay-api',
  'acr-catalog',
  'google-children',
  'artifactory-repository',
  'ecr-describe',
  'cloudsmith-api',
  'ibm-api',
  'kept',
] as const

export type StrategyName = (typeof strategyNames)[number]
