import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { mediaType } from '../../shared/model/media-types.ts'
import { chartArchive, tgz } from '../support/archives/chart-archive.ts'
import { tarMember } from '../support/archives/tar-blocks.ts'
import { chromiumPath } from '../support/browser.ts'
import { putManifest } from '../support/chart-version.ts'
import {
  type FaultRegistry,
  reply,
  startFaultRegistry,
} from '../support/fault-registry/fault-registry.ts'
import {
  addAnonymously,
  axeProblems,
  clickVersion,
  clipboardText,
  dropFiles,
  nextDownload,
  openScreen,
  originOf,
  type Screen,
} from '../support/screen.ts'

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** What a README has tried elsewhere; `SINK` is a server that records. */
const hostileReadme = `# Harmless words

<script>window.hit = 1</script>
<img src=x onerror="window.hit = 2">
<img src="http://SINK/image.png">
<svg onload="window.hit = 3"><script>window.hit = 4</script></svg>
<iframe srcdoc="<script>parent.hit = 5</script>" src="http://SINK/frame"></iframe>
<style>body { display: none; background: url(http://SINK/style.png) }</style>
<link rel="stylesheet" href="http://SINK/sheet.css"><link rel="prefetch" href="http://SINK/ahead">
<base href="http://SINK/"><meta http-equiv="refresh" content="0;url=http://SINK/refresh">
<form action="http://SINK/form"><input name="body" autofocus onfocus="window.hit = 6"></form>
<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror=window.hit=7>">
<a id="body" name="getElementById">clobber</a> <div id="root" style="position:fixed;inset:0">cover</div>

[script](javascript:window.hit=8) [other](vbscript:hit) [data](data:text/html,<script>hit</script>)
[windows](ms-msdt:/id) [file](file:///etc/passwd) [share](smb://SINK/x) [relative](../up)

![remote](http://SINK/markdown.png)

[site](http://SINK/page) [mail](mailto:ann@example.com)

## Last words
`

/** What a README may be made of, and nothing of it is lost. */
const richReadme = `<h1 align="center">Rich words</h1>

<p align="center"><img src="images/logo.png" width="32" alt="The logo"></p>

> [!WARNING]
> Take care

![drawing](./images/drawing.svg) ![bomb](images/bomb.svg) ![remote](https://example.com/remote.png)

<details><summary>More</summary>

| Key | Default |
|-----|---------|
| a   | x<br>y  |

</details>

- [ ] task
  - below

\`\`\`yaml
replicas: 2 # two
\`\`\`

See [the service](templates/service.yaml), [the templates](./templates) and [nothing](../up.md).

<script>1</script> text <iframe src="x"></iframe>
`

/** Each can take a Markdown parser, a tokenizer or a layout quadratic time: lines of 20,000 characters of them. */
const hardParts: readonly string[] = [
  '[a](',
  '![a](',
  '[',
  '[a]: <b',
  '*a _b ',
  '**a',
  '~~a ~b',
  '`a``b',
  '> ',
  '- ',
  '| ',
  '<a b="',
  '<!--',
  '<div>',
  '&#x41;&',
  'http://a.b@',
  'www.a.b.',
  '[^a]',
  '"a\\',
  '${a',
]

const aboutRich = `deprecated: true
kubeVersion: ">=1.25.0-0"
home: https://example.com/demo
maintainers: [{ name: Ann, email: ann@example.com }, { name: Bob, url: "javascript:alert(1)" }]
`

const hardLines = (part: string) => {
  const line = part.repeat(Math.ceil(20_000 / part.length)).slice(0, 20_000)
  return `${line}\n\n| a |\n|---|\n${`${line}\n`.repeat(20)}`
}

const sourceChars = 400_000

const fill = (text: string) =>
  text.repeat(Math.ceil(sourceChars / text.length)).slice(0, sourceChars)

/** As large as this one, and of nothing but what an editor draws element by element. */
const ordinarySource = fill(`replicas: 2 # two\nname: "demo"\nlist: [1, true, 'x']\n`)
const hardSources: readonly (readonly [name: string, text: string])[] = [
  ['tokens.yaml', fill(`${'a: '.repeat(6_600)}\n`)],
  ['brackets.json', fill(`${'['.repeat(19_900)}\n`)],
  ['controls.txt', fill(`${'\u202e'.repeat(19_900)}\n`)],
  ['steps.yaml', fill(Array.from({ length: 900 }, (_, at) => `${' '.repeat(at)}a:\n`).join(''))],
]

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR4nGPQiFqAFTEMLQkANmxIgVKCRJUAAAAASUVORK5CYII=',
  'base64',
)
const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">${content}</svg>`

const values = (count: number) =>
  `# Comments have a colour of their own\nreplicaCount: ${count}\nname: "text"\nenabled: true\n${'pad: 1\n'.repeat(200)}`

const nested = chartArchive({ 'dep/Chart.yaml': 'apiVersion: v2\nname: dep\nversion: 0.1.0\n' })
const logo = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255, 254])

const pack = (version: string, readme: string, count = 1, chartYaml = '') =>
  tgz(
    tarMember({
      name: 'demo/Chart.yaml',
      content: `apiVersion: v2\nname: demo\nversion: ${version}\n${chartYaml}`,
    }),
    tarMember({ name: 'demo/values.yaml', content: values(count) }),
    tarMember({ name: 'demo/README.md', content: readme }),
    tarMember({ name: 'demo/templates/service.yaml', content: 'kind: Service\n' }),
    tarMember({ name: 'demo/charts/dep-0.1.0.tgz', content: nested }),
    tarMember({ name: 'demo/files/logo.png', content: logo }),
    tarMember({ name: 'demo/images/logo.png', content: png }),
    tarMember({ name: 'demo/images/drawing.svg', content: svg('<rect width="9" height="9"/>') }),
    tarMember({ name: 'demo/images/bomb.svg', content: svg('<filter id="f"/>') }),
    tarMember({ name: 'demo/files/passwd', type: '2', linkName: '/etc/passwd' }),
  )

describe.skipIf(chromiumPath === undefined)('reading a chart', () => {
  let screen: Screen
  let page: Page
  let registry: FaultRegistry
  let sink: FaultRegistry
  let folder = ''
  const archives = new Map<string, Buffer>()

  const put = (tag: string, archive: Buffer, repository = 'team/demo') => {
    const config = Buffer.from(JSON.stringify({ apiVersion: 'v2', name: 'demo', version: tag }))
    const describeBlob = (type: string, bytes: Buffer) => ({
      mediaType: type,
      digest: registry.addBlob(bytes),
      size: bytes.byteLength,
    })
    if (repository === 'team/demo') archives.set(tag, archive)
    return putManifest(registry, repository, tag, {
      schemaVersion: 2,
      config: describeBlob(mediaType.helmConfig, config),
      layers: [describeBlob(mediaType.helmChart, archive)],
    })
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reading-'))
    sink = await startFaultRegistry()
    sink.on(/./, reply(200, '<title>Site</title>', { 'content-type': 'text/html' }))
    registry = await startFaultRegistry()
    put('1.0.0', pack('1.0.0', hostileReadme.replaceAll('SINK', sink.host)))
    put('1.1.0', pack('1.1.0', '# Second\n', 2))
    put('2.0.0', pack('2.0.0', `${'>'.repeat(20_000)} deep\n`))
    put('3.0.0', pack('3.0.0', `${'['.repeat(20_000)}\n\n${'`'.repeat(50_000)}\n`))
    put('1.0.0', pack('1.0.0', '# Another chart\n'), 'team/other')
    put('4.0.0', pack('4.0.0', richReadme, 1, aboutRich))
    put('6.0.0', pack('6.0.0', '# Odd\n', 1, 'home: https://a.example\n'.repeat(164)))
    const sources = [['ordinary.yaml', ordinarySource] as const, ...hardSources]
    put(
      '7.0.0',
      tgz(
        tarMember({
          name: 'demo/Chart.yaml',
          content: 'apiVersion: v2\nname: demo\nversion: 7.0.0\n',
        }),
        ...sources.map(([name, content]) => tarMember({ name: `demo/${name}`, content })),
      ),
    )
    for (const [at, part] of hardParts.entries())
      put(`5.0.${at}`, pack(`5.0.${at}`, hardLines(part)))
    // High enough for all versions: rows beyond the pane are not there to be pressed.
    screen = await openScreen({ viewport: { width: 1440, height: 1300 } })
    page = screen.page
    await page.getByRole('heading', { name: 'Open a registry to start' }).waitFor()
    await addAnonymously(page, registry.host)
    await page.getByRole('option', { name: 'team/demo' }).click()
    await page.getByRole('row', { name: /^3\.0\.0 .*sha256:/ }).waitFor()
  })
  afterAll(async () => {
    await screen?.close()
    await Promise.all([registry?.stop(), sink?.stop()])
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(() => {
    expect(screen.problems).toEqual([])
    expect(screen.strangers).toEqual([])
  })

  const select = async (version: string) => {
    const row = page.getByRole('row', { name: new RegExp(`^${version.replaceAll('.', '\\.')} `) })
    await clickVersion(row)
    await eventually(() => row.getAttribute('aria-selected')).toBe('true')
  }
  const inspector = () => page.getByRole('complementary', { name: 'Inspector' })
  const openTab = (name: string) => inspector().getByRole('tab', { name }).click()
  const readme = () => inspector().getByRole('tabpanel', { name: 'README' })

  it('shows a hostile README: nothing runs, loads, leads away or changes the page', async () => {
    const dialogs: string[] = []
    const onDialog = (dialog: { message(): string; dismiss(): Promise<void> }) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    }
    page.on('dialog', onDialog)
    await select('1.0.0')
    await openTab('README')
    await readme().getByRole('heading', { name: 'Last words' }).waitFor()
    const seen = await page.evaluate(() => ({
      hit: Reflect.get(window, 'hit') as unknown,
      forbidden: document.querySelectorAll(
        '[role=tabpanel] :is(script,style,iframe,form,base,meta,link,math,object,embed,[onerror],[onload],img,[style*=fixed])',
      ).length,
      body: document.body instanceof HTMLBodyElement,
      byId: typeof document.getElementById,
      roots: document.querySelectorAll('#root').length,
      refresh: document.querySelectorAll('base, meta[http-equiv=refresh]').length,
      shown: getComputedStyle(document.body).display,
      origin: location.origin,
    }))
    expect(seen).toEqual({
      hit: undefined,
      forbidden: 0,
      body: true,
      byId: 'function',
      roots: 1,
      refresh: 0,
      shown: 'block',
      origin: originOf(screen),
    })
    expect(page.frames()).toHaveLength(1)
    await readme().getByText(`http://${sink.host}/markdown.png`).waitFor()
    expect(await readme().getByRole('link').allTextContents()).toEqual(['site', 'mail'])
    expect(dialogs).toEqual([])
    expect(sink.requests).toEqual([])
    page.off('dialog', onDialog)
  })

  it('asks before a link opens, and opens it without a way back', async () => {
    await select('1.0.0')
    await openTab('README')
    const link = readme().getByRole('link', { name: 'site' })
    await link.click()
    const question = page.getByRole('dialog', { name: `Open ${sink.host}?` })
    await question.getByText(`http://${sink.host}/page`).waitFor()
    await question.getByRole('button', { name: 'Cancel' }).click()
    await question.waitFor({ state: 'hidden' })
    await link.click({ button: 'middle' })
    expect(sink.requests).toEqual([])
    expect(screen.context.pages()).toHaveLength(1)

    await link.click()
    const opened = screen.context.waitForEvent('page')
    await question.getByRole('button', { name: 'Open in the browser' }).click()
    const site = await opened
    await eventually(() => site.title()).toBe('Site')
    expect(await site.evaluate(() => window.opener === null)).toBe(true)
    expect(sink.requests[0]?.headers.referer).toBeUndefined()
    await site.close()
  })

  it.each(['2.0.0', '3.0.0'])(
    'does not freeze on a README that is hard to parse: %s',
    async version => {
      const workS = await mainThreadWork(page)
      await select(version)
      await openTab('README')
      const words = () => inspector().getByRole('tabpanel').textContent()
      await eventually(async () => /[>[`]{20}|deep/.test((await words()) ?? '')).toBe(true)
      expect(await workS()).toBeLessThan(3)
      await openTab('Values')
      await inspector().getByText('replicaCount').waitFor()
    },
  )

  it('does not freeze on any construct that is hard to parse, nor on its source', async () => {
    await openTab('README')
    for (const [at, part] of hardParts.entries()) {
      const workS = await mainThreadWork(page)
      await select(`5.0.${at}`)
      const panel = inspector().getByRole('tabpanel', { name: 'README' })
      await panel.getByText(`5.0.${at}`, { exact: true }).waitFor()
      await panel.locator('[class*=document], .view-line').first().waitFor()
      await panel.getByText('Source', { exact: true }).click()
      await panel.locator('.view-line').first().waitFor()
      await panel.getByText('Laid out', { exact: true }).click()
      expect([part, Math.floor((await workS()) / 3)]).toEqual([part, 0])
    }
  })

  it('shows the HTML, images, alerts and files of a README, and says what it leaves out', async () => {
    await select('4.0.0')
    await openTab('README')
    await readme().getByRole('heading', { name: 'Rich words', level: 1 }).waitFor()
    await readme().getByText('Left out: <script>, <iframe>. The source has it.').waitFor()
    await readme().getByRole('note', { name: 'Warning' }).getByText('Take care').waitFor()
    const widths = () =>
      readme()
        .getByRole('img')
        .evaluateAll(images => images.map(image => (image as HTMLImageElement).naturalWidth))
    await eventually(widths).toEqual([8, 20])
    for (const name of ['images/bomb.svg', 'https://example.com/remote.png'])
      await readme().getByText(name).waitFor()
    await readme().getByText('More', { exact: true }).click()
    await readme().getByRole('cell', { name: 'x y' }).waitFor()
    await readme().getByRole('button', { name: 'Copy code' }).click()
    await eventually(() => clipboardText(page)).toBe('replicas: 2 # two')

    // What is known of the chart at a glance; links ask first.
    await inspector().getByText('The authors call this chart deprecated.').waitFor()
    await readme().getByText('>=1.25.0-0').waitFor()
    expect(await readme().getByRole('link', { name: 'Bob' }).count()).toBe(0)
    await readme().getByRole('link', { name: 'example.com/demo' }).click()
    const question = page.getByRole('dialog', { name: 'Open example.com?' })
    await question.getByText('The link comes from Chart.yaml.').waitFor()
    await page.keyboard.press('Escape')
    await readme().getByRole('link', { name: 'Ann' }).click()
    await page.getByRole('dialog', { name: 'Write to ann@example.com?' }).waitFor()
    await page.keyboard.press('Escape')

    expect(await readme().getByRole('link', { name: 'nothing' }).count()).toBe(0)
    await readme().getByRole('link', { name: 'the service' }).click()
    await inspector().locator('.view-line', { hasText: 'kind: Service' }).waitFor()
    const tree = inspector().getByRole('tree', { name: 'Files of the archive' })
    await eventually(() => tree.evaluate(box => box === document.activeElement)).toBe(true)
    await inspector().getByRole('button', { name: 'Close this file' }).click()
    await openTab('README')
    await readme().getByText('Source', { exact: true }).click()
    await inspector().locator('.view-line', { hasText: '<script>1</script>' }).waitFor()
    await readme().getByText('Laid out', { exact: true }).click()
  })

  it('counts what is odd about an archive, and lists it by kind', async () => {
    await select('6.0.0')
    await openTab('README')
    const strip = inspector().getByRole('status')
    await strip.getByText('363 things are odd about this archive').waitFor()
    await strip.getByRole('button', { name: 'Show' }).click()
    const list = inspector().getByRole('region', { name: 'What is odd' })
    await list.getByText('files/passwd is a link; Helm takes it for an empty file').waitFor()
    const member = list.getByText('Chart.yaml: home in lines 4 and 5')
    expect(await member.isVisible()).toBe(false)
    await list.getByText('362 keys are repeated; the last of each counts').click()
    await member.waitFor()
    await list.getByText('262 more are not listed').waitFor()
    expect(await axeProblems(page)).toEqual([])
    await strip.getByRole('button', { name: 'Hide' }).click()
    await list.waitFor({ state: 'detached' })
  })

  it('colours Values and Chart.yaml in both themes, and finds in them', async () => {
    await select('1.0.0')
    const background = () =>
      page
        .locator('.monaco-editor-background')
        .first()
        .evaluate(e => getComputedStyle(e).backgroundColor)
    const backgrounds: string[] = []
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await openTab('Values')
      await eventually(() => coloursOf(page)).toBeGreaterThanOrEqual(3)
      await openTab('Chart.yaml')
      await inspector().locator('.view-line', { hasText: 'version: 1.0.0' }).waitFor()
      await eventually(() => coloursOf(page)).toBeGreaterThanOrEqual(2)
      await eventually(background).not.toBe(backgrounds.at(-1))
      backgrounds.push(await background())
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await eventually(background).toBe(backgrounds[0])
    const colours = await coloursOf(page)
    await page.emulateMedia({ forcedColors: 'active' })
    await page.locator('.monaco-editor[class*="hc-"]').first().waitFor()
    await page.emulateMedia({ forcedColors: 'none' })
    await page.locator('.monaco-editor.vs').first().waitFor()
    await eventually(background).toBe(backgrounds[0])
    await eventually(() => coloursOf(page)).toBe(colours)

    await openTab('Values')
    await inspector()
      .getByRole('button', { name: /^Find in this file/ })
      .click()
    const find = inspector().getByRole('textbox', { name: 'Find', exact: true })
    await eventually(() => find.evaluate(field => field === document.activeElement)).toBe(true)
    await page.keyboard.type('replicaCount')
    await inspector().getByText('1 of 1').waitFor()
    await page.keyboard.press('Escape')
    await inspector().locator('.view-line', { hasText: 'replicaCount' }).click()
    const before = await inspector().locator('.view-lines').textContent()
    await page.keyboard.type('typed')
    expect(await inspector().locator('.view-lines').textContent()).toBe(before)
  })

  it('keeps the tab when another version is selected', async () => {
    await select('1.0.0')
    await openTab('Values')
    await inspector().locator('.view-line', { hasText: 'replicaCount: 1' }).waitFor()
    await select('1.1.0')
    await inspector().locator('.view-line', { hasText: 'replicaCount: 2' }).waitFor()
    const tab = inspector().getByRole('tab', { name: 'Values' })
    expect(await tab.getAttribute('aria-selected')).toBe('true')
  })

  it('keeps its pane from chart to chart, so that the table beside it does not jump', async () => {
    await select('1.0.0')
    await openTab('README')
    // A slow registry: the tags come once the pane was seen without them.
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    registry.on(/^GET .*team\/other\/tags/, ({ pass }) => released.then(pass))
    await page.evaluate(() => {
      const widths = new Set<number>()
      Reflect.set(window, 'widths', widths)
      const look = () => {
        const width = document.querySelector('main')?.getBoundingClientRect().width
        if (width !== undefined) widths.add(Math.round(width))
        requestAnimationFrame(look)
      }
      look()
    })
    await page.getByRole('treeitem', { name: /^other/ }).click()
    await inspector().locator('[aria-busy=true]').waitFor()
    release()
    await readme().getByRole('heading', { name: 'Another chart' }).waitFor()
    await page.getByRole('treeitem', { name: /^demo/ }).click()
    await page.getByRole('row', { name: /^5\.0\.1 / }).waitFor()
    await eventually(() => page.getByRole('row', { selected: true }).count()).toBe(1)
    const widths = await page.evaluate(() => [...(Reflect.get(window, 'widths') as Set<number>)])
    expect(widths).toHaveLength(1)
  })

  it('lists every file, says what is a link, binary or an archive, and saves one as it is', async () => {
    await select('1.0.0')
    await openTab('Files')
    const tree = inspector().getByRole('tree', { name: 'Files of the archive' })
    const item = (name: RegExp) => tree.getByRole('treeitem', { name })
    await item(/^files/).click()
    await item(/^passwd.*link/).click()
    await inspector().getByText('A link to /etc/passwd. Links are not followed.').waitFor()
    await item(/^charts/).click()
    await item(/^dep-0\.1\.0\.tgz/).click()
    const inner = tree.getByRole('treeitem', { name: /^Chart\.yaml/, level: 3 })
    await inner.click()
    await inspector().locator('.view-line', { hasText: 'name: dep' }).waitFor()
    await item(/^logo\.png.*binary/).click()
    await inspector().getByText('A binary file of 10 B.', { exact: false }).waitFor()
    const download = nextDownload(page)
    await inspector().getByRole('button', { name: 'Save this file' }).click()
    const saved = await download
    expect(saved.suggestedFilename()).toBe('logo.png')
    expect(await readFile(await saved.path())).toEqual(logo)
    await item(/^service\.yaml/).click()
    await inspector().locator('.view-line', { hasText: 'kind: Service' }).waitFor()
    await inspector().getByRole('button', { name: 'Close this file' }).click()
    await eventually(() => tree.evaluate(box => box === document.activeElement)).toBe(true)
  })

  it('shows a file of hard lines for little more work than an ordinary one of its size, wrapped too', async () => {
    await select('7.0.0')
    await openTab('Files')
    const open = async (name: string) => {
      const workS = await mainThreadWork(page)
      await inspector()
        .getByRole('treeitem', { name: new RegExp(`^${name}`) })
        .click()
      const pane = inspector().getByRole('region', { name })
      await pane.locator('.view-line').first().waitFor()
      await pane.getByRole('button', { name: 'Wrap lines' }).click()
      await whenIdle(page)
      await pane.getByRole('button', { name: 'Wrap lines' }).click()
      await whenIdle(page)
      return workS()
    }
    // The first brings the editor itself.
    await open('ordinary.yaml')
    await open('Chart.yaml')
    const ordinary = await open('ordinary.yaml')
    for (const [name] of hardSources)
      expect([name, Math.floor((await open(name)) / (4 * ordinary))]).toEqual([name, 0])
    await open('controls.txt')
    await inspector().getByText('Lines end after 50 control characters.').waitFor()
    await inspector().getByRole('button', { name: 'Close this file' }).click()
  })

  it('tells the three digests apart, as sha256sum gives them', async () => {
    await select('1.1.0')
    await openTab('Manifest')
    const stored = registry.manifest('team/demo', '1.1.0')?.bytes ?? Buffer.alloc(0)
    const digests = [
      ['Copy manifest digest', sha256(stored)],
      ['Copy archive digest', sha256(archives.get('1.1.0') ?? Buffer.alloc(0))],
    ] as const
    for (const [name, digest] of digests) {
      await inspector().getByRole('button', { name }).click()
      await eventually(() => clipboardText(page)).toBe(digest)
    }
    await inspector().getByText('manifest.json', { exact: true }).click()
    await inspector().locator('.view-line', { hasText: 'schemaVersion' }).waitFor()
    await inspector().getByText('Digests and layers', { exact: true }).click()
  })

  it('opens a dropped archive in the same inspector', async () => {
    const file = path.join(folder, 'demo-4.0.0.tgz')
    await writeFile(file, pack('4.0.0', '# From a file\n', 4))
    await dropFiles(page, [file], { x: 700, y: 400 })
    const sheet = page.getByRole('dialog', { name: 'Push demo 4.0.0' })
    await sheet.getByText('200 things are odd about this archive').waitFor()
    await sheet.getByRole('button', { name: 'Read in the inspector' }).click()
    const opened = page.getByRole('main')
    await opened.getByText('demo-4.0.0.tgz, not in a registry').waitFor()
    await opened.getByRole('tab', { name: 'README' }).click()
    await opened.getByRole('heading', { name: 'From a file' }).waitFor()
    await opened.getByRole('tab', { name: 'Values' }).click()
    await opened.locator('.view-line', { hasText: 'replicaCount: 4' }).waitFor()
    await opened.getByRole('tab', { name: 'Manifest' }).click()
    const digest = sha256(await readFile(file))
    await opened.getByRole('button', { name: 'Copy archive digest' }).click()
    await eventually(() => clipboardText(page)).toBe(digest)
    expect(registry.log(/POST|PUT|PATCH/)).toEqual([])
  })
})

/** How many colours the shown lines have. */
const coloursOf = (page: Page) =>
  page.evaluate(() => {
    const spans = [...document.querySelectorAll('.view-line span span')]
    return new Set(spans.map(span => getComputedStyle(span).color)).size
  })

/** Once the page has drawn what it was given and has nothing else to do. */
const whenIdle = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>(resolve => {
        requestAnimationFrame(() => requestIdleCallback(() => resolve()))
      }),
  )

/** From now on: the seconds the page's own thread has worked, of the processor's time and not of the clock's. */
const mainThreadWork = async (page: Page) => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const total = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN
  }
  const before = await total()
  return async () => (await total()) - before
}
