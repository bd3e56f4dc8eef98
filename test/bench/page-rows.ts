import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { chromiumPath } from '../support/browser.ts'
import { startDockerRegistry } from '../support/docker-registry/docker-registry.ts'
import { openScreen } from '../support/screen.ts'
import { createDockerData, versionTags } from './docker-data.ts'
import { median } from './measure.ts'
import type { Row } from './rows.ts'

const root = path.join(import.meta.dirname, '..', '..')
const tagCount = 10_000

/** What the screen takes: needs the built program (`npm run build`) and Chromium. */
export const measurePageRows = async (
  { turns }: { turns: number },
  told: (row: Row) => void,
): Promise<void> => {
  told(await firstScriptBytes())
  if (chromiumPath === undefined) return console.log('skipped: chromium is not here')
  for (const row of await firstRows(turns)) told(row)
}

type Loaded = { readonly name: string; readonly gzipBytes: number }

/** All JavaScript that is loaded before the first paint, as the page itself asks for it. */
const firstScriptBytes = async (): Promise<Row> => {
  const html = readFileSync(path.join(root, 'out', 'renderer', 'index.html'), 'utf8')
  const names = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].flatMap(
    match => match[1] ?? [],
  )
  const loaded: Loaded[] = names.map(name => ({
    name,
    gzipBytes: gzipSync(readFileSync(path.join(root, 'out', 'renderer', name))).byteLength,
  }))
  const total = loaded.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0)
  return {
    name: 'JavaScript before first paint, gzipped',
    ours: { ms: 0, extra: { kilobytes: total / 1000 } },
    peers: {},
    floor: undefined,
    ratio: undefined,
  }
}

const firstRows = async (turns: number): Promise<Row[]> => {
  const registry = await startDockerRegistry({
    auth: 'none',
    prepare: dataFolder =>
      createDockerData(dataFolder).chartWithTags('bench/tags', versionTags(tagCount), false),
  })
  const screen = await openScreen()
  try {
    const { page } = screen
    await page.keyboard.press('Alt+n')
    await page.getByRole('textbox', { name: 'Address' }).fill(registry.host)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('OCI registry').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Add registry' }).click()
    const item = page.getByRole('treeitem', { name: /^tags/ })
    await item.waitFor()
    const results: Opened[] = []
    for (let turn = 0; turn < turns; turn += 1) results.push(await openRepository(page))
    const middle = (pick: (opened: Opened) => number) => median(results.map(pick))
    return [
      {
        name: 'click to first rows of 10,000 tags',
        ours: {
          ms: middle(opened => opened.rowsMs),
          extra: {
            msAfterAnswer: middle(opened => opened.rowsMs - opened.answerMs),
            tableElements: middle(opened => opened.tableElements),
          },
        },
        peers: {},
        floor: undefined,
        ratio: undefined,
      },
    ]
  } finally {
    await screen.close()
    await registry.stop()
  }
}

type Opened = { readonly answerMs: number; readonly rowsMs: number; readonly tableElements: number }

/** A fresh page each turn, so that nothing is left of the last one; clicks and watches in the page itself. */
const openRepository = async (page: Page): Promise<Opened> => {
  await page.evaluate(() => (location.hash = '#/'))
  await page.reload()
  const item = page.getByRole('treeitem', { name: /^tags/ })
  await item.waitFor()
  let answeredAt = 0
  const rememberAnswer = ({ payload }: { payload: string | Buffer }) => {
    if (answeredAt === 0 && payload.length > 20_000) answeredAt = performance.now()
  }
  const sockets = await socketsOf(page)
  sockets(rememberAnswer)
  const rows = page.evaluate(watchRows)
  const clickedAt = performance.now()
  await item.click()
  const { rowsMs, tableElements } = await rows
  return { answerMs: answeredAt - clickedAt, rowsMs, tableElements }
}

/** Frames of the page's socket, which is open before the click. */
const socketsOf = async (page: Page) => {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  return (listener: (frame: { payload: string }) => void) =>
    void devtools.on('Network.webSocketFrameReceived', ({ response }) =>
      listener({ payload: response.payloadData }),
    )
}

/** Runs in the page: from the click to the first row that is painted. */
const watchRows = () =>
  new Promise<{ rowsMs: number; tableElements: number }>(resolve => {
    let clickedAt = 0
    addEventListener('click', event => (clickedAt ||= event.timeStamp), { capture: true })
    const look = () => {
      const grid = document.querySelector('[role=grid]')
      if (clickedAt > 0 && grid && grid.querySelectorAll('[role=row]').length > 5) {
        return resolve({
          rowsMs: performance.now() - clickedAt,
          tableElements: grid.querySelectorAll('*').length,
        })
      }
      requestAnimationFrame(look)
    }
    look()
  })
