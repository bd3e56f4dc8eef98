import { Fragment } from 'react'

/** Text whose parts between backticks are names and addresses. */
export function Marked({ text }: { text: string }) {
  return text.split('`').map((part, at) =>
    at % 2 === 0 ? (
      <Fragment key={at}>{part}</Fragment>
    ) : (
      <span key={at} className="mono">
        {part}
      </span>
    ),
  )
}
