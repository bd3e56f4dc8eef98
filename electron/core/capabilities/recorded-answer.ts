import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'

/** A header of what was answered; secret ones are hidden already. */
export const answerHeader = ({ response }: RecordedExchange, name: string): string | undefined =>
  response?.headers.find(header => header.name.toLowerCase() === name)?.value

/** Error codes of the body, in any of its shapes: docs/protocol.md, "How an error is read". */
export const answerCodes = ({ response }: RecordedExchange): readonly string[] => {
  const found = (response?.body ?? '').matchAll(/"code"\s*:\s*"([A-Za-z_]{1,60})"/g)
  return [...found].map(match => match[1]?.toUpperCase() ?? '')
}

/** Path and query as they went out; undefined where it is no request of the distribution API. */
export const distributionPath = ({ url }: RecordedExchange): URL | undefined => {
  const parsed = URL.parse(url)
  return parsed?.pathname.startsWith('/v2/') ? parsed : undefined
}
