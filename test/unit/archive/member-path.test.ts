import { describe, expect, test } from 'vitest'
import { memberPath } from '../../../electron/core/archive/member-path.ts'
import { isAppError } from '../../../shared/errors.ts'

const outcome = (name: string): string => {
  try {
    return memberPath(name)
  } catch (error) {
    if (!isAppError(error)) throw error
    return `refused: ${error.reason}`
  }
}

// docs/threats.md, "Member paths". Each verdict is helm 3.21.4's own, but for the two limits on length and depth.
describe('the path of a member', () => {
  test.each([
    ['demo/templates/a.yaml', 'templates/a.yaml'],
    ['other/x', 'x'],
    ['demo//a', 'refused: member-absolute'],
    ['./demo/a', 'demo/a'],
    ['demo/a/../b', 'b'],
    ['demo/a/./b//c', 'a/b/c'],
    ['demo\\templates\\a.yaml', 'templates/a.yaml'],
    ['demo/a\\b', 'b'],
    ['../../x', 'refused: member-parent'],
    ['/foo/../../x', 'refused: member-parent'],
    ['./../../x', 'refused: member-parent'],
    ['demo/..foo', 'refused: member-parent'],
    ['//foo', 'refused: member-absolute'],
    ['///foo', 'refused: member-absolute'],
    ['\\\\foo', 'refused: member-absolute'],
    ['\\\\?\\Some\\magic', 'refused: member-absolute'],
    ['\\..\\..\\foo', 'refused: member-parent'],
    ['demo\\..\\..\\foo', 'refused: member-parent'],
    ['/./c://foo', 'refused: member-drive'],
    ['\\.\\c:\\\\foo', 'refused: member-drive'],
    ['C:../../t', 'refused: member-parent'],
    ['./.', 'refused: member-outside'],
    ['top-level-file', 'refused: member-outside'],
    ['Chart.yaml', 'refused: member-outside'],
    ['Chart.yaml/x', 'refused: chart-yaml-outside'],
    [`demo/${'a/'.repeat(10_000)}b`, 'refused: member-name-long'],
    [`demo/${'a/'.repeat(64)}b`, 'refused: member-deep'],
    [`demo/${'n'.repeat(1019)}`, 'n'.repeat(1019)],
    [`demo/${'n'.repeat(1020)}`, 'refused: member-name-long'],
  ])('%j', (name, expected) => expect(outcome(name)).toBe(expected))
})
