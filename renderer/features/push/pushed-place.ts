/** Where a pushed version can be seen. */
export type PushedPlace = {
  readonly registryId: string
  readonly repository: string
  readonly tag: string
  readonly digest: string
}
