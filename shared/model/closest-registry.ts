import type { Reference } from './reference.ts'

type RegistryAddress = { readonly host: string; readonly path: string }

const holds = ({ host, path }: RegistryAddress, reference: Reference): boolean =>
  host === reference.host && (path === '' || `${reference.repository}/`.startsWith(`${path}/`))

/** Of registries added with one host, the one whose path reaches closest to the repository. */
export const closestRegistry = <T extends RegistryAddress>(
  registries: readonly T[],
  reference: Reference,
): T | undefined =>
  registries
    .filter(registry => holds(registry, reference))
    .toSorted((a, b) => b.path.length - a.path.length)[0]
