import { azureTokenUser, lifetimesMs, vendorCommandFor } from './vendor-command.ts'
import { type Vendor, vendorOfHost } from './vendor.ts'

/** One way to sign in with a user name and a secret, as a vendor wants it: docs/protocol.md, "Sign-ins by registry". */
export type SignInForm = {
  /** Selects the words: signInForms.<id>.title and .where (where to get the secret). */
  readonly id: SignInFormId
  /** Given by the vendor, or typed; `example` shows the form of a typed one. */
  readonly username:
    | { readonly kind: 'fixed'; readonly value: string }
    | { readonly kind: 'typed'; readonly example?: string }
  /** Selects the label of the secret: secretLabels.<label>. */
  readonly secret: SecretLabel
  /** Shown as a text field of several lines: a key file is pasted. */
  readonly isLong?: true
  readonly docs?: string
  /** How long such a secret works, where the vendor says so. */
  readonly lifeMs?: number
  /** The vendor's program prints it (vendor-command.ts). */
  readonly command?: 'aws' | 'gcloud' | 'az'
}

export const secretLabels = [
  'password',
  'password-or-token',
  'access-token',
  'api-key',
  'refresh-token',
  'key-file',
  'key-file-base64',
  'robot-secret',
  'cli-secret',
  'deploy-token',
  'job-token',
  'entitlement-token',
  'iam-token',
] as const
export type SecretLabel = (typeof secretLabels)[number]

export const signInFormIds = [
  'password',
  'docker-hub',
  'ecr',
  'ecr-public',
  'acr-token',
  'acr-principal',
  'google-access-token',
  'google-key',
  'google-key-base64',
  'ghcr',
  'gitlab-user',
  'gitlab-deploy-token',
  'gitlab-job',
  'quay-robot',
  'quay-oauth',
  'quay-user',
  'harbor-robot',
  'harbor-user',
  'ibm-api-key',
  'ibm-iam-token',
  'artifactory',
  'cloudsmith-user',
  'cloudsmith-entitlement',
  'repoflow',
  'zot',
] as const
export type SignInFormId = (typeof signInFormIds)[number]

const fixed = (value: string) => ({ kind: 'fixed', value }) as const
const typed = (example?: string) =>
  ({ kind: 'typed', ...(example !== undefined && { example }) }) as const

const docs = {
  dockerHub: 'https://docs.docker.com/security/access-tokens/',
  ecr: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html',
  ecrPublic: 'https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html',
  acr: 'https://learn.microsoft.com/azure/container-registry/container-registry-authentication',
  google: 'https://cloud.google.com/artifact-registry/docs/docker/authentication',
  ghcr: 'https://docs.github.com/packages/working-with-a-github-packages-registry/working-with-the-container-registry',
  gitlab:
    'https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/',
  quay: 'https://docs.quay.io/glossary/robot-accounts.html',
  ibm: 'https://cloud.ibm.com/docs/Registry?topic=Registry-registry_access',
  artifactory: 'https://docs.jfrog.com/artifactory/docs/oci-repositories',
  cloudsmith: 'https://help.cloudsmith.io/docs/oci-repository',
} as const

const password: SignInForm = { id: 'password', username: typed(), secret: 'password-or-token' }

const forms: Readonly<Record<Vendor, readonly [SignInForm, ...SignInForm[]]>> = {
  'docker-hub': [
    { id: 'docker-hub', username: typed(), secret: 'access-token', docs: docs.dockerHub },
  ],
  ecr: [
    {
      id: 'ecr',
      username: fixed('AWS'),
      secret: 'password',
      docs: docs.ecr,
      lifeMs: lifetimesMs.ecr,
      command: 'aws',
    },
  ],
  'ecr-public': [
    {
      id: 'ecr-public',
      username: fixed('AWS'),
      secret: 'password',
      docs: docs.ecrPublic,
      lifeMs: lifetimesMs.ecr,
      command: 'aws',
    },
  ],
  acr: [
    {
      id: 'acr-token',
      username: fixed(azureTokenUser),
      secret: 'refresh-token',
      docs: docs.acr,
      lifeMs: lifetimesMs.acr,
      command: 'az',
    },
    // A service principal, the admin user or a token with a scope map: all a name and a password.
    { id: 'acr-principal', username: typed(), secret: 'password', docs: docs.acr },
  ],
  google: [
    {
      id: 'google-access-token',
      username: fixed('oauth2accesstoken'),
      secret: 'access-token',
      docs: docs.google,
      lifeMs: lifetimesMs.google,
      command: 'gcloud',
    },
    {
      id: 'google-key',
      username: fixed('_json_key'),
      secret: 'key-file',
      isLong: true,
      docs: docs.google,
    },
    {
      id: 'google-key-base64',
      username: fixed('_json_key_base64'),
      secret: 'key-file-base64',
      isLong: true,
      docs: docs.google,
    },
  ],
  ghcr: [{ id: 'ghcr', username: typed(), secret: 'access-token', docs: docs.ghcr }],
  gitlab: [
    { id: 'gitlab-user', username: typed(), secret: 'access-token', docs: docs.gitlab },
    { id: 'gitlab-deploy-token', username: typed(), secret: 'deploy-token', docs: docs.gitlab },
    // [GK]: the user name of a CI job.
    {
      id: 'gitlab-job',
      username: fixed('gitlab-ci-token'),
      secret: 'job-token',
      docs: docs.gitlab,
    },
  ],
  quay: [
    { id: 'quay-robot', username: typed('team+robot'), secret: 'robot-secret', docs: docs.quay },
    {
      id: 'quay-oauth',
      username: fixed('$oauthtoken'),
      secret: 'access-token',
      docs: docs.quay,
    },
    { id: 'quay-user', username: typed(), secret: 'password', docs: docs.quay },
  ],
  harbor: [
    // The prefix is the administrator's to choose.
    { id: 'harbor-robot', username: typed('robot$project+name'), secret: 'robot-secret' },
    // Who signs in through a company's login page has a CLI secret for everything else.
    { id: 'harbor-user', username: typed(), secret: 'cli-secret' },
  ],
  ibm: [
    { id: 'ibm-api-key', username: fixed('iamapikey'), secret: 'api-key', docs: docs.ibm },
    { id: 'ibm-iam-token', username: fixed('iambearer'), secret: 'iam-token', docs: docs.ibm },
  ],
  artifactory: [
    { id: 'artifactory', username: typed(), secret: 'access-token', docs: docs.artifactory },
  ],
  cloudsmith: [
    { id: 'cloudsmith-user', username: typed(), secret: 'api-key', docs: docs.cloudsmith },
    // [GK]: reads only.
    {
      id: 'cloudsmith-entitlement',
      username: fixed('token'),
      secret: 'entitlement-token',
      docs: docs.cloudsmith,
    },
  ],
  repoflow: [{ id: 'repoflow', username: typed(), secret: 'access-token' }],
  zot: [{ id: 'zot', username: typed(), secret: 'password-or-token' }],
  distribution: [password],
  chartroom: [password],
}

/** The ways to sign in, the usual one first; for an unknown registry a user name and a password. */
export const signInFormsFor = (
  vendor: Vendor | undefined,
): readonly [SignInForm, ...SignInForm[]] => (vendor === undefined ? [password] : forms[vendor])

/** The vendor's program for this host, as a sign-in that needs no typing; undefined where there is none. */
export const signInCommandFor = (host: string): 'aws' | 'gcloud' | 'az' | undefined =>
  vendorCommandFor(host)?.program

/** How long a secret of this user works at this host, where the vendor says so. Nothing of the secret is read. */
export const lifetimeOf = (host: string, username: string): number | undefined => {
  const vendor = vendorOfHost(host)
  return vendor && forms[vendor].find(form => isFor(form, username))?.lifeMs
}

const isFor = ({ username }: SignInForm, name: string): boolean =>
  username.kind === 'fixed' && username.value === name
