import { expect, it } from 'vitest'
import { dockerPull } from '../../../shared/model/docker-pull.ts'

const digest = `sha256:${'ab'.repeat(32)}`
const image = { host: 'r.example:5000', repository: 'team/tool', digest }

it('names an image by its digest, as docker writes it', () =>
  expect(dockerPull(image, 'bash')).toBe(`docker pull r.example:5000/team/tool@${digest}`))

it('is not there where a shell cannot carry it', () =>
  expect(dockerPull({ ...image, host: 'a"b.example' }, 'cmd')).toBeUndefined())
