import { describe, expect, it } from 'vitest'
import { signInsFor, usableSignIns } from '../../../renderer/lib/found-sign-ins.ts'
import {
  emptySignIn,
  toNewSignIn,
  type SignInWays,
} from '../../../renderer/components/sign-in-form/sign-in-draft.ts'
import { newSignIn, type FoundSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'
import { signInFormsFor } from '../../../shared/model/providers.ts'

const found = (id: string, more: Partial<FoundSignIn> = {}): FoundSignIn => ({
  id,
  host: 'quay.example.net',
  path: '',
  source: 'podman',
  file: 'auth.json',
  secretIn: { kind: 'file' },
  tokenKind: 'password',
  alreadyAdded: false,
  ...more,
})
const helper = found('helper', { secretIn: { kind: 'helper', name: 'pass' } })
const broken = found('broken', { secretIn: { kind: 'missing-helper', name: 'gone' } })

const ways: SignInWays = {
  forms: signInFormsFor('google'),
  command: 'gcloud',
  found: [found('plain'), helper, broken],
}
const secret = 'canary'
const user = { ...emptySignIn, kind: 'user', secret } as const

describe('a sign-in that was filled in', () => {
  it.each([
    [{ ...emptySignIn }, { kind: 'anonymous' }],
    [user, { kind: 'user', username: 'oauth2accesstoken', secret }],
    [
      { ...user, formId: 'google-key', username: 'ann' },
      { kind: 'user', username: '_json_key', secret },
    ],
    [
      { ...emptySignIn, kind: 'found', foundId: 'plain' },
      { kind: 'found', foundId: 'plain', keep: 'keychain' },
    ],
    [
      { ...emptySignIn, kind: 'found', foundId: 'helper' },
      { kind: 'found', foundId: 'helper', keep: 'where-it-lies' },
    ],
    [
      { ...emptySignIn, kind: 'found', foundId: 'plain', keep: 'where-it-lies' },
      { kind: 'found', foundId: 'plain', keep: 'where-it-lies' },
    ],
    [
      { ...emptySignIn, kind: 'command' },
      { kind: 'command', command: 'gcloud' },
    ],
    [
      { ...emptySignIn, kind: 'command', profile: ' me@example.com ' },
      { kind: 'command', command: 'gcloud', profile: 'me@example.com' },
    ],
  ] as const)('%j is sent as %j', (draft, sent) => {
    expect(newSignIn.parse(toNewSignIn(draft, ways))).toEqual(sent)
  })

  it.each([
    { ...user, secret: '' },
    { ...emptySignIn, kind: 'found', foundId: undefined },
    { ...emptySignIn, kind: 'found', foundId: 'broken' },
    { ...emptySignIn, kind: 'found', foundId: 'of another address' },
  ] as const)('%j is not complete', draft => {
    expect(toNewSignIn(draft, ways)).toBeUndefined()
  })

  it('needs a user name where the vendor gives none, and a program where there is one', () => {
    const other: SignInWays = { ...ways, forms: signInFormsFor(undefined), command: undefined }
    expect(toNewSignIn({ ...user, username: ' ' }, other)).toBeUndefined()
    expect(toNewSignIn({ ...user, username: ' ann ' }, other)).toMatchObject({ username: 'ann' })
    expect(toNewSignIn({ ...emptySignIn, kind: 'command' }, other)).toBeUndefined()
  })
})

describe('sign-ins of this machine for an address', () => {
  const team = found('team', { path: 'team' })
  const charts = found('charts', { path: 'team/charts' })
  const hub = found('hub', { host: 'registry-1.docker.io' })
  const all = [found('host'), team, charts, hub]
  const ids = (signIns: readonly FoundSignIn[]) => signIns.map(({ id }) => id)

  it.each([
    ['', ['host']],
    ['team', ['team', 'host']],
    ['team/charts/stable', ['charts', 'team', 'host']],
    ['teams', ['host']],
  ])('of the path "%s" are those of its paths, the nearest first', (path, expected) => {
    expect(ids(signInsFor(all, { host: 'quay.example.net', path }))).toEqual(expected)
  })

  it('know Docker Hub by all its names, and nothing before an address is there', () => {
    expect(ids(signInsFor(all, { host: 'docker.io', path: '' }))).toEqual(['hub'])
    expect(signInsFor(all, undefined)).toEqual([])
  })

  it('can be used unless their helper is missing', () => {
    const usable = usableSignIns([broken, helper], { host: 'quay.example.net', path: '' })
    expect(ids(usable)).toEqual(['helper'])
  })
})
