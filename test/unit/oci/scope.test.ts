import { describe, expect, it } from 'vitest'
import {
  coversScopes,
  mergeScopes,
  repositoryScope,
  splitScopes,
} from '../../../electron/core/oci/auth/scope.ts'

describe('scopes', () => {
  it('are written with sorted actions', () => {
    expect(repositoryScope('a/b', 'push', 'pull')).toBe('repository:a/b:pull,push')
  })

  it.each([
    [['repository:a:pull', 'repository:a:push'], ['repository:a:pull,push']],
    [['repository:a:*', 'repository:a:push'], ['repository:a:*']],
    [
      ['repository:b:pull', 'repository:a:pull'],
      ['repository:b:pull', 'repository:a:pull'],
    ],
    [
      ['aws', 'aws', 'repository:a:pull'],
      ['aws', 'repository:a:pull'],
    ],
    [
      ['repository:host:5000/a:pull', 'repository:host:5000/a:push'],
      ['repository:host:5000/a:pull,push'],
    ],
    [[], []],
  ])('%j merge to %j', (scopes, merged) => {
    expect(mergeScopes(scopes)).toEqual(merged)
  })

  it.each([
    [['repository:a:pull,push'], ['repository:a:pull'], true],
    [['repository:a:*'], ['repository:a:delete'], true],
    [['repository:a:pull'], ['repository:a:pull,push'], false],
    [['repository:a:pull'], ['repository:b:pull'], false],
    [['repository:a/b:pull'], ['repository:a:pull'], false],
    [['aws'], ['aws'], true],
    [['aws'], ['repository:a:pull'], false],
    [['repository:a:pull'], [], true],
  ])('%j for %j is enough: %s', (granted, needed, enough) => {
    expect(coversScopes(granted, needed)).toBe(enough)
  })

  it.each([
    ['repository:a:pull  registry:catalog:*', ['repository:a:pull', 'registry:catalog:*']],
    ['', []],
    [undefined, []],
  ])('%j split to %j', (text, scopes) => {
    expect(splitScopes(text)).toEqual(scopes)
  })
})
