import type { Input } from '../../shared/ipc/contract.ts'
import type { Reference } from '../../shared/model/reference.ts'

/** The one dialog that may be open. app.tsx knows which feature draws it. */
export type Overlay =
  /** `thenOpen`: a pasted reference to a registry that is not added yet. */
  | { kind: 'add-registry'; address?: string; thenOpen?: Reference }
  | { kind: 'sign-in'; registryId: string }
  | { kind: 'rename-registry'; registryId: string }
  | { kind: 'remove-registry'; registryId: string }
  /** CA file, client certificate, proxy and pin of a saved registry. */
  | { kind: 'connection'; registryId: string }
  /** The certificate it shows now, and what to do when it is not trusted. */
  | { kind: 'certificate'; registryId: string }
  /** The same sign-in for helm, after saying where its password goes. */
  | { kind: 'sign-in-helm'; registryId: string }
  | { kind: 'import-sign-ins' }
  /** The write password of the built-in registry. */
  | { kind: 'local-password' }
  | { kind: 'log' }
  | { kind: 'shortcuts' }
  | { kind: 'about' }
  | { kind: 'pull'; version: Input<'pull.resolve'> }
