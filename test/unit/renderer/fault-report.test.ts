import { describe, expect, it } from 'vitest'
import { contract } from '../../../shared/ipc/contract.ts'
import { faultReport } from '../../../renderer/lib/fault-report.ts'

const secret = 'hunter2'
const componentStack = `
    at TreeLine (http://127.0.0.1:4000/assets/index-1a2b.js:12:34)
    at div (<anonymous>)
    at Sidebar (http://127.0.0.1:4000/assets/index-1a2b.js:56:78)`

const errorWith = (stack: string, message: string) =>
  Object.assign(new TypeError(message), { stack })

describe('what the log is told of a fault', () => {
  it('is the kind of error and the places in the program', () => {
    const error = errorWith(
      `TypeError: Cannot use 'in' operator to search for 'a' in ${secret}
    at draw (http://127.0.0.1:4000/assets/index-1a2b.js:1:204)
    at async read (app://ui/assets/pane-3c4d.js:7:9)
    at http://127.0.0.1:4000/assets/index-1a2b.js?link=${secret}:9:9
    at http://127.0.0.1:4000/assets/index-1a2b.js:9:10`,
      `Cannot use 'in' operator to search for 'a' in ${secret}`,
    )
    expect(faultReport('sidebar', error, componentStack)).toEqual({
      part: 'sidebar',
      error: 'TypeError',
      places: ['draw index-1a2b.js:1:204', 'read pane-3c4d.js:7:9', 'index-1a2b.js:9:10'],
      components: ['TreeLine index-1a2b.js:12:34', 'Sidebar index-1a2b.js:56:78'],
    })
  })

  it.each([
    ['a message that looks like a place', `a\n    at ${secret} (x/y.js:1:2)`],
    ['a message of many lines', `${secret}\n${secret}\n`],
  ])('has no word of %s', (_name, message) => {
    const error = new RangeError(message)
    const text = JSON.stringify(faultReport('tab', error, ''))
    expect(text).toContain('RangeError')
    expect(text).not.toContain(secret)
  })

  it.each([
    secret,
    undefined,
    { name: secret },
    Object.assign(new Error(), { name: `a ${secret}` }),
  ])('has no word of what is thrown and is no error of a kind (%j)', thrown => {
    const report = faultReport('centre', thrown, componentStack)
    expect(report.error).toBe('Error')
    expect(JSON.stringify(report)).not.toContain(secret)
  })

  it('fits the contract, however deep the stack', () => {
    const line = `    at ${'x'.repeat(400)} (http://h/a.js:1:1)\n`
    const report = faultReport('centre', errorWith(`TypeError: m\n${line.repeat(50)}`, 'm'), '')
    expect(contract['app.reportFault'].input.safeParse(report).success).toBe(true)
  })
})
