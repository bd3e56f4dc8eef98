/** A text as one segment of a place's path. The slashes of a repository become `%2F`. */
export const placeSegment = (text: string): string =>
  encodeURIComponent(text).replaceAll('%3A', ':').replaceAll('%40', '@').replaceAll('%2B', '+')

type Location = {
  readonly registryId: string
  readonly repository: string
  /** Tag or digest; without it the path is the repository's. */
  readonly reference?: string | undefined
}

/** Path of a repository, or of one version of it, below the `#` of the address. */
export const placePath = ({ registryId, repository, reference }: Location): string =>
  ['/r', registryId, repository, ...(reference === undefined ? [] : [reference])]
    .map((part, index) => (index === 0 ? part : placeSegment(part)))
    .join('/')
