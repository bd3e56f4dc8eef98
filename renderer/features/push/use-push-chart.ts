import { createContext, use } from 'react'
import type { Target } from '../../../shared/ipc/schemas/transfers.ts'

export type PushChart = {
  /** Opens the file picker, then the review sheet: the way to push without a mouse. */
  readonly choose: () => void
  /** The same, to this target at first. */
  readonly chooseFor: (target: Target) => void
  /** Opens the review sheet of an archive that is being read; undefined when it is not known here. */
  readonly reviewOf: (draftId: string) => (() => void) | undefined
  /** The file of a draft, for a title. */
  readonly fileNameOf: (draftId: string) => string | undefined
}

export const PushChartContext = createContext<PushChart>({
  choose: () => undefined,
  chooseFor: () => undefined,
  reviewOf: () => undefined,
  fileNameOf: () => undefined,
})

/** Within `DropLayer`. */
export const usePushChart = (): PushChart => use(PushChartContext)
