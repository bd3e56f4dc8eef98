/** The parts of the window that can fail to draw one by one, the others going on. */
export const windowParts = [
  'window',
  'title-bar',
  'sidebar',
  'centre',
  'inspector',
  'tab',
  'status-bar',
  'dialog',
  'push-sheet',
  'transfers',
] as const

export type WindowPart = (typeof windowParts)[number]
