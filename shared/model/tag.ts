// Tags cannot hold "+", so Helm stores it as "_" (helm/helm#10166).
export const versionToTag = (version: string): string => version.replaceAll('+', '_')

export const tagToVersion = (tag: string): string => tag.replaceAll('_', '+')

// distribution-spec "Pulling manifests": a tag is at most 128 characters.
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/

export const isTag = (text: string): boolean => tagPattern.test(text)

// Referrers fallback tags and cosign's .sig, .att, .sbom: never chart versions.
const referrerTagPattern = /^sha\d+-[0-9a-f]{32,}(\..+)?$/

export const isReferrerTag = (tag: string): boolean => referrerTagPattern.test(tag)
