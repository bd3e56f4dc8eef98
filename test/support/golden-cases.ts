import type { TestContext } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** How many cases of which file a test of goldens ran: what `npm run test:goldens` prints. */
    goldenCases?: { readonly file: string; readonly cases: number }[]
  }
}

export const tellCases = ({ task }: Pick<TestContext, 'task'>, file: string, cases: number) => {
  task.meta.goldenCases = [...(task.meta.goldenCases ?? []), { file, cases }]
}
