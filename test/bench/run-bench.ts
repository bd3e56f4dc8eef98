import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { ensureGoTool } from '../../scripts/lib/tools.ts'
import { hasDockerRegistry } from '../support/docker-registry/docker-registry.ts'
import { measurePageRows } from './page-rows.ts'
import { measureRegistryRows } from './registry-rows.ts'
import type { Figure, Row } from './rows.ts'

const usage =
  'npm run bench -- [--json] [--turns N] [--big MIB,MIB] [--only registry|transfers|page]'

/** Prints a table, or JSON rows `{name, ours, peers, floor, ratio}` with the machine they were measured on. */
export const runBench = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      turns: { type: 'string', default: '5' },
      big: { type: 'string', default: '300,1024' },
      only: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return console.log(usage)
  const rows: Row[] = []
  const told = (row: Row) => {
    rows.push(row)
    if (!values.json) console.log(describe(row))
  }
  const machine = describeMachine()
  if (!values.json) console.log(machine)
  if (!hasDockerRegistry()) return console.log('skipped: docker-registry is not here')
  for (const name of ['helm3', 'crane', 'regctl'] as const) ensureGoTool(name)
  const turns = Number(values.turns)
  const bigMib = values.big.split(',').filter(Boolean).map(Number)
  if (values.only !== 'page') {
    await measureRegistryRows({ turns, bigMib, transfersAlone: values.only === 'transfers' }, told)
  }
  if (values.only === undefined || values.only === 'page') await measurePageRows({ turns }, told)
  if (values.json) console.log(JSON.stringify({ machine, rows }, undefined, 2))
}

const describeMachine = () =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${execFileSync('uname', ['-sr'], { encoding: 'utf8' }).trim()}`

const describe = ({ name, ours, peers, floor, ratio, unsyncedRatio }: Row): string =>
  [
    `${name}: ours ${show(ours)}`,
    ...Object.entries(peers).map(([peer, figure]) => `  ${peer} ${show(figure)}`),
    ...(floor ? [`  floor ${show(floor)}`] : []),
    ...(ratio === undefined ? [] : [`  fastest peer / ours: ${ratio.toFixed(2)}`]),
    ...(unsyncedRatio === undefined
      ? []
      : [`  fastest peer / ours without fsync: ${unsyncedRatio.toFixed(2)}`]),
  ].join('\n')

const show = ({ ms, taskMs, unsyncedMs, peakBytes, extra }: Figure): string =>
  [
    `${ms.toFixed(0)} ms`,
    taskMs === undefined ? '' : `(${taskMs.toFixed(0)} ms without process start)`,
    unsyncedMs === undefined ? '' : `(${unsyncedMs.toFixed(0)} ms without fsync)`,
    peakBytes === undefined ? '' : `${Math.round(peakBytes / 2 ** 20)} MiB`,
    ...Object.entries(extra ?? {}).map(([key, value]) => `${key} ${Math.round(value)}`),
  ]
    .filter(Boolean)
    .join(' ')
