import type { Reporter, TestModule } from 'vitest/node'

type Told = readonly { readonly file: string; readonly cases: number }[]

/** Prints how many cases of which file the tests of goldens ran. */
export default class GoldenCasesReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const cases = new Map<string, number>()
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { goldenCases = [] } = test.meta() as { goldenCases?: Told }
        for (const { file, cases: ran } of goldenCases)
          cases.set(file, (cases.get(file) ?? 0) + ran)
      }
    }
    console.log('')
    for (const [file, ran] of [...cases].toSorted()) console.log(`${ran} cases of ${file}`)
    if (![...cases.keys()].some(file => file.includes('/')))
      console.log(
        'Only the files of test/goldens: there is neither CHARTROOM_SHARED nor ../shared.',
      )
  }
}
