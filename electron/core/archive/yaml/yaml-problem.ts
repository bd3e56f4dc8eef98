import { invalid } from '../chart-error.ts'
import { escapeForShow } from '../escape-for-show.ts'
import type { AppError } from '../../../../shared/errors.ts'

type SyntaxProblem = {
  readonly path: string
  readonly problem: string
  /** From 0, of what the problem is. */
  readonly line: number
  readonly foundBy: 'scanner' | 'parser'
}

/**
 * A refusal in yaml.v2's words, `said`. It counts lines from 0 and adds one for what its scanner finds, not for what
 * its parser finds, and says nothing of line 0; `line` is where it really is.
 */
export const syntaxError = ({ path, problem, line, foundBy }: SyntaxProblem): AppError => {
  const named = foundBy === 'scanner' ? line + 1 : line
  const where = line === 0 ? '' : `line ${named}: `
  return invalid('yaml-syntax', {
    path,
    line: line + 1,
    problem,
    said: converting(`yaml: ${where}${problem}`),
  })
}

/** What helm says of a document that does not become JSON. */
export const converting = (said: string): string => `error converting YAML to JSON: ${said}`

/** Something from the file in a message. */
export const clip = (text: string): string => escapeForShow(text.slice(0, 80))
