import type { JobName } from './vendor-jobs.ts'

/**
 * What each job has to come to. `assumed`: decided by a fact that no source confirms, and simulated both ways.
 * `notYet`: the program cannot do it, and why; such a cell never counts as passed.
 */
export type Expectation =
  string | { readonly outcome: string; readonly assumed: string } | { readonly notYet: string }

export type Row = Readonly<Partial<Record<JobName, Expectation>>>

const signedIn: Row = {
  'sign in': 'ok',
  read: 'ok',
  push: 'ok',
  pull: 'ok',
  'wrong password': 'unauthorized/sign-in-refused',
  'expired token': 'ok',
}

const createsOnPush = 'read: not-found/repository, push: ok'

export const expected: Readonly<Record<string, Row>> = {
  'Distribution 2.8': {
    ...signedIn,
    list: 'ok by catalog',
    delete: 'digest: ok, tag: unsupported/delete-by-tag',
    'missing repository': createsOnPush,
  },
  'Distribution 2.8 (delete off)': { delete: 'unsupported/delete-disabled' },
  'Distribution 3': {
    ...signedIn,
    list: 'ok by catalog',
    delete: 'ok',
    'missing repository': createsOnPush,
  },
  'Distribution 3 (delete off)': { delete: 'unsupported/delete-disabled' },
  zot: {
    ...signedIn,
    list: 'ok by catalog',
    delete: 'ok',
    'missing repository': createsOnPush,
  },
  Harbor: {
    ...signedIn,
    list: 'ok by harbor-projects',
    delete: 'digest: ok, tag: unsupported/delete-by-tag',
    'missing repository': 'read: forbidden/denied, push: forbidden/denied',
  },
  'Harbor (administrator)': { list: 'ok by harbor-projects' },
  'Docker Hub': {
    ...signedIn,
    list: 'ok by docker-hub-api',
    delete: 'unsupported/delete-disabled',
    'missing repository': 'read: forbidden/denied, push: forbidden/denied',
  },
  GHCR: {
    ...signedIn,
    list: 'ok by ghcr-packages',
    delete: 'unsupported/delete-disabled',
    'missing repository': 'read: forbidden/denied, push: forbidden/denied',
  },
  'GHCR (catalog by prefix)': { list: { outcome: 'ok by ghcr-packages', assumed: 'prefix' } },
  Quay: {
    ...signedIn,
    list: 'ok by catalog',
    delete: 'ok',
    'missing repository': 'read: forbidden/denied, push: forbidden/denied',
  },
  'Quay (OAuth token)': { list: 'ok by quay-api' },
  'Amazon ECR': {
    ...signedIn,
    list: 'ok by catalog',
    delete: { outcome: 'ok', assumed: 'whether ECR deletes by the OCI API' },
    'missing repository': 'read: not-found/repository, push: not-found/repository-for-push',
    'expired token': 'unauthorized/sign-in-expired',
  },
  'Amazon ECR (older answers)': {
    delete: 'unsupported/delete-disabled',
    'wrong password': 'unauthorized/sign-in-refused',
    'expired token': 'unauthorized/sign-in-expired',
  },
  'Amazon ECR (no route to delete)': { delete: 'unsupported/delete-disabled' },
}
