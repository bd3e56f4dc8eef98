import { isAppError, toErrorInfo } from '../../shared/errors.ts'
import { inspectArchive } from '../core/archive/inspect-archive.ts'
import type { ParseStep } from '../core/archive/load-chart.ts'
import type { OpenArchives } from '../core/archive/open-archives.ts'
import { memberBytes, memberContent, type Members } from '../core/archive/read-members.ts'
import type { JobInput, JobKind, JobOutput, ReadFile } from '../core/parser/parser-jobs.ts'

/** What each job does. `step` names a text to the watcher before its parser can block this thread. */
export type Jobs = {
  readonly [K in JobKind]: (input: JobInput<K>, step: ParseStep) => Promise<JobOutput<K>>
}

export const createJobs = (archives: OpenArchives): Jobs => ({
  inspect: async ({ archive }, step) => inspectArchive(await archives.whole(archive), step),
  files: async ({ archive, indexes }) =>
    readFiles(await archives.members(archive, indexes), indexes),
  bytes: async ({ archive, index }) => memberBytes(await archives.members(archive, [index]), index),
})

/** Of all texts in one answer; a file has 5 MiB at most. */
const answerChars = 8 * 1024 * 1024

const readFiles = (members: Members, indexes: readonly string[]): ReadFile[] => {
  const files: ReadFile[] = []
  let chars = 0
  for (const index of indexes) {
    const file = readFile(members, index)
    files.push(file)
    chars += 'content' in file && file.content.kind === 'text' ? file.content.text.length : 0
    if (chars >= answerChars) break
  }
  return files
}

/** One member that cannot be shown does not keep the others from it. */
const readFile = (members: Members, index: string): ReadFile => {
  try {
    return { content: memberContent(members, index) }
  } catch (error) {
    if (isAppError(error)) return { error: toErrorInfo(error) }
    throw error
  }
}
