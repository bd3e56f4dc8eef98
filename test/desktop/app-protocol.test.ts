import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createUiHandler } from '../../electron/desktop/app-protocol.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'chartroom-ui-'))
const inside = path.join(folder, 'renderer')
mkdirSync(path.join(inside, 'assets', 'folder.js'), { recursive: true })
writeFileSync(path.join(folder, 'secret.txt'), 'secret')
writeFileSync(path.join(inside, 'assets', 'a b.js'), 'export {}')
symlinkSync(path.join(folder, 'secret.txt'), path.join(inside, 'assets', 'link.js'))
afterAll(() => rmSync(folder, { recursive: true }))

const type = 'text/javascript; charset=utf-8'
const names = ['link.js', 'folder.js', 'gone.js', 'a b.js'].map(name => `assets/${name}`)
const handle = createUiHandler(
  inside,
  Object.fromEntries(names.map(name => [name, { type, immutable: true }])),
)
const ask = (url: string) => {
  const request = new Request('http://stand-in.example')
  Object.defineProperty(request, 'url', { value: url })
  return handle(request)
}

// Even where the list of the build names them.
it.each(['link', 'folder', 'gone'])('a %s is no file of ours', async name => {
  const reply = await ask(`app://ui/assets/${name}.js`)
  expect([reply.status, await reply.text()]).toEqual([404, ''])
})

it('names are compared and not decoded', async () => {
  expect((await ask('app://ui/assets/a%20b.js')).status).toBe(404)
  expect((await ask('app://ui/assets/%67one.js')).status).toBe(404)
})
