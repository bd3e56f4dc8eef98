import { describe, expect, test } from 'vitest'
import { parsePlace, placeHref, type Place } from '../../../renderer/lib/place.ts'

const digest = `sha256:${'ab'.repeat(32)}`

const places: [Place, string][] = [
  [{ kind: 'home' }, '/'],
  [{ kind: 'registry', registryId: 'local', namespace: '' }, '/r/local'],
  [
    { kind: 'registry', registryId: 'local', namespace: 'team/apps' },
    '/r/local?namespace=team%2Fapps',
  ],
  [
    { kind: 'registry', registryId: 'r1', namespace: '', view: 'repositories' },
    '/r/r1?view=repositories',
  ],
  [
    { kind: 'registry', registryId: 'r1', namespace: '', view: 'doctor', subject: 'team/charts' },
    '/r/r1?view=doctor&subject=team%2Fcharts',
  ],
  [
    { kind: 'repository', registryId: 'r1', repository: 'team/apps/redis' },
    '/r/r1/team%2Fapps%2Fredis',
  ],
  [
    { kind: 'version', registryId: 'r1', repository: 'redis', reference: '1.0.0_b1' },
    '/r/r1/redis/1.0.0_b1',
  ],
  [
    { kind: 'version', registryId: 'r1', repository: 'team/redis', reference: digest },
    `/r/r1/team%2Fredis/${digest}`,
  ],
  [{ kind: 'draft', draftId: 'd1' }, '/draft/d1'],
]

describe('the place in the address', () => {
  test.each(places)('%o is %s, and back', (place, href) => {
    expect(placeHref(place)).toBe(href)
    expect(parsePlace(href).place).toEqual(place)
  })

  test('the tab goes along with a version only', () => {
    const version = places[6]?.[0] ?? { kind: 'home' as const }
    expect(placeHref(version, 'values')).toBe('/r/r1/redis/1.0.0_b1?tab=values')
    expect(parsePlace('/r/r1/redis/1.0.0_b1?tab=values').tab).toBe('values')
    expect(placeHref({ kind: 'repository', registryId: 'r1', repository: 'redis' }, 'values')).toBe(
      '/r/r1/redis',
    )
  })

  test.each(['/x/y', '/r', '/r/a/b/c/d', '', '/draft'])('%s is home', href => {
    expect(parsePlace(href).place).toEqual({ kind: 'home' })
  })

  test('a broken escape is read as written', () => {
    expect(parsePlace('/r/%E0%A4%A').place).toEqual({
      kind: 'registry',
      registryId: '%E0%A4%A',
      namespace: '',
    })
  })
})
