import { bufferSource } from '../../../electron/core/archive/byte-source.ts'
import { inspectSource } from '../../../electron/core/archive/inspect-archive.ts'
import { isAppError } from '../../../shared/errors.ts'
import { chartArchive } from './chart-archive.ts'

/** The reader without its process. */
export const inspect = (archive: Uint8Array) =>
  inspectSource(bufferSource(archive), async (_path, parse) => parse())

/** `code/reason` of the refusal, or `accepted`. Anything that is no AppError fails the test. */
export const verdict = async (archive: Uint8Array): Promise<string> => {
  try {
    await inspect(archive)
    return 'accepted'
  } catch (error) {
    if (!isAppError(error)) throw error
    return error.message
  }
}

/** What is said of a chart whose only file is this Chart.yaml. */
export const inspectChartYaml = (chartYaml: string | Uint8Array) =>
  inspect(chartArchive({ 'demo/Chart.yaml': chartYaml }))

export const chartYamlVerdict = (chartYaml: string | Uint8Array): Promise<string> =>
  verdict(chartArchive({ 'demo/Chart.yaml': chartYaml }))
