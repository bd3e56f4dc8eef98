import { expect, test } from 'vitest'
import { parseRepositoryList } from '../../../renderer/features/catalog/parse-repository-list.ts'

const parse = (text: string) => parseRepositoryList(text, { host: 'ghcr.io' })

test('one a line, or parted by commas and blanks, each once', () => {
  expect(parse('acme/a\n\nacme/b, acme/c\tacme/a\r\n').names).toEqual([
    'acme/a',
    'acme/b',
    'acme/c',
  ])
})

test('with the host, a scheme or a tag they name the same repository', () => {
  const text = 'oci://ghcr.io/acme/a ghcr.io/acme/b oci://ghcr.io/acme/c:1.2.3'
  expect(parse(text)).toEqual({ names: ['acme/a', 'acme/b', 'acme/c'], refused: [] })
})

test('what is no repository name is told back', () => {
  expect(parse('Acme/A acme/ok ../x oci://quay.io/acme/a')).toEqual({
    names: ['acme/ok'],
    refused: ['Acme/A', '../x', 'oci://quay.io/acme/a'],
  })
})
