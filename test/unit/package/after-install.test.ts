import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'

const root = path.join(import.meta.dirname, '../../..')
const script = path.join(root, 'scripts/after-install.mjs')
const scripts = z
  .object({ scripts: z.object({ postinstall: z.string() }) })
  .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))).scripts

const noteOn = (version: string) => {
  const ask = `import { installNote } from ${JSON.stringify(script)}; console.log(installNote('${version}'))`
  return spawnSync(process.execPath, ['--input-type=module', '-e', ask], { encoding: 'utf8' })
    .stdout
}

it('one line after the installation explains what npm warns of on an older Node', () => {
  expect(scripts.postinstall).toBe('node scripts/after-install.mjs')
  expect(noteOn('v20.20.2')).toMatch(/^EBADENGINE .* \(v20\.20\.2\)\. .*Node 24.*\n$/)
  expect(noteOn('v24.21.0')).toBe('undefined\n')
  const runBelow = (node: string) =>
    spawnSync(process.execPath, [script], {
      encoding: 'utf8',
      env: { npm_config_user_agent: `npm/11.19.1 node/${node} linux x64 workspaces/false` },
    }).stdout
  expect(runBelow('v24.21.0')).toBe('')
  // npm's own Node counts, not the one that npm's scripts run on.
  expect(runBelow('v20.20.2')).toContain('(v20.20.2)')
})
