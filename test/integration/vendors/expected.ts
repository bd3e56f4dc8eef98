import type { JobName } from './vendor-jobs.ts'

/**
 * What each job has to come to. `assumed`: decided by a fact that no source confirms, and simulated both ways.
 * `notYet`: the program cannot do it, and why; such a cell never counts as passed.
 */
export type Expectation =
  string | { readonly outcome: string; readonly assumed: string } | { readonly notYet: string }

export type Row = Readonly<Partial<Record<JobName, Expectation>>>

const assumed = (outcome: string, why: string): Expectation => ({ outcome, assumed: why })

const refused = 'unauthorized/sign-in-refused'
const noDelete = 'unsupported/delete-disabled'
const immutable = 'conflict/tag-immutable'

const usual: Row = {
  'sign in': 'ok',
  list: 'ok by catalog',
  read: 'ok',
  push: 'ok',
  pull: 'ok',
  delete: 'ok',
  'wrong password': refused,
  'missing repository': 'read: not-found/repository, push: ok',
  'expired token': 'ok',
  'taken tag': 'ok',
}

const mustExist = 'read: not-found/repository, push: not-found/repository-for-push'
const denied = 'read: forbidden/denied, push: forbidden/denied'

// What no source confirms: marked as assumed in docs/protocol.md.
const ecrDelete = 'whether its OCI API deletes'
const ecrWrong = 'the status: 400 and 401 are both reported'
const ecrExpired = 'the status of an expired password'
const acrLife = 'that the token ends after three hours'
const acrLocked = 'whether a locked tag is 405 or 403'
const asks = 'whether it asks for Basic or for Bearer'
const lists = 'whether it has a catalog'
const deletes = 'whether its OCI API deletes'
const cloudReferrers = 'whether it has the referrers API'

const google: Row = {
  ...usual,
  delete: 'digest: conflict/delete-tags-first, tag: ok',
  'missing repository': mustExist,
  'taken tag': assumed(immutable, 'the status for an immutable tag'),
}

export const expected: Readonly<Record<string, Row>> = {
  'Amazon ECR': {
    ...usual,
    delete: assumed('ok', ecrDelete),
    'wrong password': assumed(refused, ecrWrong),
    'missing repository': mustExist,
    'expired token': assumed('unauthorized/sign-in-expired', ecrExpired),
    'taken tag': immutable,
    capabilities: assumed('ok: ecr, referrers: api', cloudReferrers),
  },
  'Amazon ECR (older answers)': {
    delete: assumed(noDelete, ecrDelete),
    'wrong password': assumed(refused, ecrWrong),
    'expired token': assumed('unauthorized/sign-in-expired', ecrExpired),
    capabilities: assumed('ok: ecr, referrers: tag-scheme', cloudReferrers),
  },
  'Amazon ECR (no route to delete)': { delete: assumed(noDelete, ecrDelete) },
  'Amazon ECR (AWS credentials, no catalog)': { list: 'ok by ecr-describe' },
  'Amazon ECR Public': {
    ...usual,
    list: assumed('unsupported/no-catalog', lists),
    delete: assumed(noDelete, deletes),
    'missing repository': mustExist,
    capabilities: assumed('ok: ecr-public, referrers: api', cloudReferrers),
  },
  'Amazon ECR Public (catalog 405)': {
    list: assumed('unsupported/no-catalog', lists),
    delete: assumed('ok', deletes),
    capabilities: assumed('ok: ecr-public, referrers: tag-scheme', cloudReferrers),
  },
  'Azure ACR': {
    ...usual,
    'taken tag': assumed(immutable, acrLocked),
    capabilities: assumed('ok: acr, referrers: api', cloudReferrers),
  },
  'Azure ACR (az acr login --expose-token)': {
    ...usual,
    'expired token': assumed(refused, acrLife),
    'taken tag': assumed(immutable, acrLocked),
    capabilities: assumed('ok: acr, referrers: tag-scheme', cloudReferrers),
  },
  "Azure ACR (Docker's identity token)": {
    'sign in': 'ok',
    list: 'ok by catalog',
    read: 'ok',
    push: 'ok',
    pull: 'ok',
    'expired token': assumed(refused, acrLife),
  },
  'Azure ACR (token with a scope map)': { list: 'ok by acr-catalog' },
  Cloudsmith: {
    ...usual,
    'sign in': assumed('ok', asks),
    list: 'ok by cloudsmith-api',
    'wrong password': assumed(refused, asks),
    'missing repository': mustExist,
    capabilities: 'ok: cloudsmith, referrers: api',
  },
  'Cloudsmith (Basic)': {
    ...usual,
    'sign in': assumed('ok', asks),
    list: 'ok by cloudsmith-api',
    'wrong password': assumed(refused, asks),
    'missing repository': mustExist,
  },
  'Docker Hub': {
    ...usual,
    list: 'ok by docker-hub-api',
    delete: noDelete,
    'missing repository': denied,
    capabilities: 'ok: docker-hub, referrers: tag-scheme, limit: remaining-in-window',
  },
  'Docker Hub (three levels)': {
    'missing repository': 'read: invalid-input/name-refused, push: invalid-input/name-refused',
  },
  'Docker Hub (pulls used up)': { pull: 'rate-limited/try-later' },
  'Google AR': {
    ...google,
    list: 'ok by google-children',
    'expired token': refused,
    capabilities: assumed('ok: google, referrers: api', cloudReferrers),
  },
  'Google AR (catalog, key file)': {
    ...google,
    capabilities: assumed('ok: google, referrers: tag-scheme', cloudReferrers),
  },
  Harbor: {
    ...usual,
    list: 'ok by harbor-projects',
    delete: 'digest: ok, tag: unsupported/delete-by-tag',
    'missing repository': 'read: not-found/project, push: not-found/project',
    'taken tag': immutable,
    capabilities: 'ok: harbor, referrers: api, limit: quota',
  },
  'Harbor (administrator)': {
    list: 'ok by catalog',
    capabilities: 'ok: harbor, referrers: api',
  },
  'IBM Cloud': {
    ...usual,
    list: assumed('ok by ibm-api', lists),
    'missing repository': denied,
    capabilities: assumed('ok: ibm, referrers: api', cloudReferrers),
  },
  'IBM Cloud (catalog offered)': {
    list: assumed('ok by catalog', lists),
    capabilities: assumed('ok: ibm, referrers: tag-scheme', cloudReferrers),
  },
  Artifactory: {
    ...usual,
    list: 'ok by artifactory-repository',
    'missing repository': 'read: not-found/repository-key, push: not-found/repository-key',
    capabilities: 'ok: artifactory, referrers: api',
  },
  'Artifactory (Basic, no delete by digest)': {
    ...usual,
    list: 'ok by artifactory-repository',
    delete: 'digest: unsupported/delete-disabled, tag: ok',
    'missing repository': 'read: not-found/repository-key, push: not-found/repository-key',
  },
  RepoFlow: {
    ...usual,
    'sign in': assumed('ok', asks),
    list: assumed('unsupported/no-catalog', lists),
    'wrong password': assumed(refused, asks),
    'missing repository': mustExist,
    capabilities: assumed('ok: repoflow, referrers: api', cloudReferrers),
  },
  'RepoFlow (Bearer, catalog)': {
    ...usual,
    'sign in': assumed('ok', asks),
    list: assumed('ok by catalog', lists),
    capabilities: assumed('ok: repoflow, referrers: tag-scheme', cloudReferrers),
    'wrong password': assumed(refused, asks),
    'missing repository': mustExist,
  },
  'Distribution 2.8': {
    ...usual,
    delete: 'digest: ok, tag: unsupported/delete-by-tag',
    capabilities: 'ok: distribution, referrers: tag-scheme',
  },
  'Distribution 2.8 (delete off)': { delete: noDelete },
  'Distribution 3': { ...usual, capabilities: 'ok: distribution, referrers: tag-scheme' },
  'Distribution 3 (delete off)': { delete: noDelete },
  zot: { ...usual, capabilities: 'ok: zot, referrers: api' },
  GHCR: {
    ...usual,
    list: 'ok by ghcr-packages',
    delete: noDelete,
    'missing repository': denied,
    capabilities: assumed('ok: ghcr, referrers: tag-scheme', 'how it refuses referrers'),
  },
  'GHCR (catalog by prefix)': {
    list: 'ok by ghcr-packages',
    capabilities: assumed('ok: ghcr, referrers: tag-scheme', 'how it refuses referrers'),
  },
  'GHCR (token that only reads)': { read: 'ok', push: 'forbidden/denied' },
  Quay: {
    ...usual,
    'missing repository': denied,
    'taken tag': immutable,
    capabilities: 'ok: quay, referrers: api',
  },
  'Quay (OAuth token, no catalog)': { list: 'ok by quay-api' },
  GitLab: {
    ...usual,
    list: 'ok by gitlab-api',
    delete: assumed('ok', deletes),
    'missing repository': denied,
    capabilities: assumed('ok: gitlab, referrers: api', cloudReferrers),
  },
  'GitLab (delete refused)': {
    delete: assumed(noDelete, deletes),
    capabilities: assumed('ok: gitlab, referrers: tag-scheme', cloudReferrers),
  },
}
