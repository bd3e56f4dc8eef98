/** What is learnt of a registry, in the order of its sheet. */
export const capabilityNames = [
  'repository-listing',
  'tag-paging',
  'referrers',
  'delete-by-digest',
  'delete-by-tag',
  'mount',
  'create-on-push',
  'immutable-tags',
  'rate-limit',
  'artifact-types',
  'resumed-upload',
] as const

export type CapabilityName = (typeof capabilityNames)[number]
