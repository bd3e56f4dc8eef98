import type { Digest } from '../../../shared/model/digest.ts'
import type { Vendor } from '../../../shared/model/vendor.ts'
import type { HttpResponse } from '../http/base/http-types.ts'
import type { Rights } from './auth/rights.ts'
import type { BlobSource, Descriptor, Manifest, Transferred } from './base/content.ts'
import type { Referrers } from './manifests/referrers.ts'
import type { RegistryEndpoint } from './base/endpoint.ts'
import type { ListingEnd, NamePage } from './base/name-page.ts'
import type { ListingWay } from './exchange/api-context.ts'

export type Ping = {
  readonly authentication: 'none' | 'basic' | 'bearer'
  /** Whose it is and what it is called, as far as its answer tells. */
  readonly vendor?: Vendor
  readonly product?: string
  readonly tookMs: number
}

/** A read on the registry's own origin that has no method of its own: probes of what a registry can do. */
export type Ask = {
  readonly method: 'GET' | 'HEAD'
  /** `/v2/…` */
  readonly path: string
  readonly scopes?: readonly string[]
  /**
   * False: without a sign-in, and a challenge is an answer like any other. `basic`: with user name and password at
   * once, for the registry's own API beside the distribution's; as nobody where there is no sign-in.
   */
  readonly signed?: boolean | 'basic'
  readonly accept?: string
  readonly limitBytes?: number
  readonly signal: AbortSignal
}

export type RegistryClient = {
  readonly endpoint: RegistryEndpoint
  /** `GET /v2/`. Throws when it is no registry, cannot be reached, or refuses the sign-in. */
  ping(options: { signal: AbortSignal }): Promise<Ping>
  /** `GET /v2/_catalog`, following `Link`. Throws `unsupported/no-catalog` where the registry refuses to list. */
  catalog(options: { signal: AbortSignal }): AsyncGenerator<NamePage, ListingEnd>
  /** Lists by a way that is none of the specification's. Throws what the way throws. */
  list(way: ListingWay): AsyncGenerator<NamePage, ListingEnd>
  /** Resolves with whatever status came, redirects too. Throws `unauthorized` and `forbidden` when signed true. */
  ask(request: Ask): Promise<HttpResponse>
  repository(name: string): RepositoryClient
  /** Forgets tokens and closes idle connections. Running requests end with `cancelled`. */
  close(): Promise<void>
}

export type RepositoryClient = {
  tags(options: { signal: AbortSignal }): AsyncGenerator<NamePage, ListingEnd>
  /** Tag or digest to descriptor: HEAD, or GET where HEAD does not answer. Throws `not-found/manifest`. */
  resolve(reference: string, options: { signal: AbortSignal }): Promise<Descriptor>
  /** At most 4 MiB, verified by digest when the reference is one. */
  manifest(reference: string, options: { signal: AbortSignal }): Promise<Manifest>
  /** A small blob, verified, in memory. Throws `too-large` above the limit. */
  readBlob(
    descriptor: Descriptor,
    options: { signal: AbortSignal; limitBytes: number },
  ): Promise<Uint8Array>
  /**
   * The bytes of a blob as they come; asked for anew by each reader. A chunk is the reader's until it asks for the
   * next: then its memory is used again. Throws `integrity` at the end unless size and digest match: until then nothing
   * is known of the bytes.
   */
  openBlob(descriptor: Descriptor, options: { signal: AbortSignal }): AsyncIterable<Uint8Array>
  hasBlob(digest: Digest, options: { signal: AbortSignal }): Promise<boolean>
  /**
   * Mounted from another repository of this registry where one was seen to hold it; else POST, then one PUT of the
   * whole. Cancels the upload at the registry when aborted or failed. Throws what the source throws.
   */
  pushBlob(
    descriptor: Descriptor,
    source: BlobSource,
    options: { signal: AbortSignal; onBytes?: Transferred },
  ): Promise<void>
  /**
   * PUT by tag or digest; never blindly repeated. Returns the digest that the registry holds under the
   * reference afterwards: read back where the answer was lost or said another digest.
   */
  pushManifest(
    reference: string,
    manifest: { bytes: Uint8Array; mediaType: string; digest: Digest },
    options: { signal: AbortSignal },
  ): Promise<void>
  /** False where the registry does not, or would rather have it sent. `from`: a repository of the same registry. */
  mountBlob(digest: Digest, from: string, options: { signal: AbortSignal }): Promise<boolean>
  /** Lists what refers to a manifest, which itself need not exist. An empty list is no failure. */
  referrers(
    digest: Digest,
    options: { signal: AbortSignal; artifactType?: string },
  ): Promise<Referrers>
  deleteManifest(reference: string, options: { signal: AbortSignal }): Promise<void>
  /** As far as a token request shows it, without starting an upload. Undefined with Basic or no auth. */
  rights(options: { signal: AbortSignal }): Promise<Rights | undefined>
}
