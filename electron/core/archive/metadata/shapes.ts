/** What a field of a Go struct holds, as far as decoding and encoding need to know. */
export type Shape =
  | { readonly kind: 'string' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'time' }
  | { readonly kind: 'any' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'texts' }
  | { readonly kind: 'struct'; readonly fields: readonly Field[] }

export type Field = {
  readonly name: string
  readonly shape: Shape
  /** Written even when empty (no `omitempty`). */
  readonly always?: boolean
}

const string: Shape = { kind: 'string' }
const boolean: Shape = { kind: 'boolean' }
const list = (of: Shape): Shape => ({ kind: 'list', of })
const struct = (...fields: Field[]): Shape & { kind: 'struct' } => ({ kind: 'struct', fields })

const maintainer = struct(
  { name: 'name', shape: string },
  { name: 'email', shape: string },
  { name: 'url', shape: string },
)

const dependency = struct(
  { name: 'name', shape: string, always: true },
  { name: 'version', shape: string },
  { name: 'repository', shape: string, always: true },
  { name: 'condition', shape: string },
  { name: 'tags', shape: list(string) },
  { name: 'enabled', shape: boolean },
  { name: 'import-values', shape: list({ kind: 'any' }) },
  { name: 'alias', shape: string },
)

/** helm's chart.Metadata. The order is that of the struct, hence of the config blob, hence of its digest. */
export const metadataShape = struct(
  { name: 'name', shape: string },
  { name: 'home', shape: string },
  { name: 'sources', shape: list(string) },
  { name: 'version', shape: string },
  { name: 'description', shape: string },
  { name: 'keywords', shape: list(string) },
  { name: 'maintainers', shape: list(maintainer) },
  { name: 'icon', shape: string },
  { name: 'apiVersion', shape: string },
  { name: 'condition', shape: string },
  { name: 'tags', shape: string },
  { name: 'appVersion', shape: string },
  { name: 'deprecated', shape: boolean },
  { name: 'annotations', shape: { kind: 'texts' } },
  { name: 'kubeVersion', shape: string },
  { name: 'dependencies', shape: list(dependency) },
  { name: 'type', shape: string },
)

/** helm's chart.Lock: only ever checked, never written. */
export const lockShape = struct(
  { name: 'generated', shape: { kind: 'time' } },
  { name: 'digest', shape: string },
  { name: 'dependencies', shape: list(dependency) },
)
