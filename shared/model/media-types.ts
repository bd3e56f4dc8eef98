/** Media types and annotation keys of Helm charts in OCI registries. */
export const mediaType = {
  ociManifest: 'application/vnd.oci.image.manifest.v1+json',
  ociIndex: 'application/vnd.oci.image.index.v1+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerManifestList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  ociArtifactManifest: 'application/vnd.oci.artifact.manifest.v1+json',
  helmConfig: 'application/vnd.cncf.helm.config.v1+json',
  helmChart: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  helmChartLegacy: 'application/tar+gzip',
  helmProvenance: 'application/vnd.cncf.helm.chart.provenance.v1.prov',
} as const

/** The `Accept` of every manifest request, in the order oras and helm send it. */
export const manifestAccept = [
  mediaType.dockerManifest,
  mediaType.dockerManifestList,
  mediaType.ociManifest,
  mediaType.ociIndex,
  mediaType.ociArtifactManifest,
].join(', ')

export const isIndexMediaType = (type: string): boolean =>
  type === mediaType.ociIndex || type === mediaType.dockerManifestList

export const isImageManifestMediaType = (type: string): boolean =>
  type === mediaType.ociManifest || type === mediaType.dockerManifest

export const isChartLayer = (type: string): boolean =>
  type === mediaType.helmChart || type === mediaType.helmChartLegacy
