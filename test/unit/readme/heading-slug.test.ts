import { expect, it } from 'vitest'
import { createSlugger } from '../../../renderer/features/chart/readme/heading-slug.ts'

it('names headings as GitHub does, so that tables of contents work', () => {
  const slug = createSlugger()
  expect(
    ['Get Started!', 'Get started', 'values.yaml & co', 'Über uns', 'a_b-c'].map(slug),
  ).toEqual(['get-started', 'get-started-1', 'valuesyaml--co', 'über-uns', 'a_b-c'])
})
