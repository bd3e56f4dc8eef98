import type { IncomingMessage, ServerResponse } from 'node:http'
import { securityHeaders } from '../../shared/content-security-policy.ts'
import type { ErrorCode } from '../../shared/error-reasons.ts'
import { toErrorInfo, type AppError } from '../../shared/errors.ts'

const baseHeaders = securityHeaders('web')

/** Sets what every reply carries. Access-Control-* is sent by nothing: there is no other origin to speak to. */
export const setBaseHeaders = (response: ServerResponse): void => {
  for (const [name, value] of Object.entries(baseHeaders)) response.setHeader(name, value)
  response.setHeader('Cache-Control', 'no-store')
}

export const replyJson = (response: ServerResponse, status: number, body: unknown): void => {
  const bytes = Buffer.from(JSON.stringify(body))
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': bytes.length,
  })
  response.end(bytes)
}

export const replyEmpty = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { 'Content-Length': 0 })
  response.end()
}

const statusByCode: Partial<Record<ErrorCode, number>> = {
  'invalid-input': 400,
  unauthorized: 401,
  'rate-limited': 429,
  'too-large': 413,
  unreachable: 408,
  'disk-full': 507,
}

export const replyError = (response: ServerResponse, error: AppError): void => {
  if (response.headersSent || response.destroyed) return void response.destroy()
  replyJson(response, statusByCode[error.code] ?? 500, { error: toErrorInfo(error) })
}

/**
 * An answer in the middle of a body: the rest is thrown away for a moment, or the browser would see a reset only.
 * Then the connection ends, for a body without an end would hold one of a few places.
 */
export const endBody = (request: IncomingMessage, lingerMs: number): void => {
  if (request.complete) return
  request.resume()
  const timer = setTimeout(() => request.destroy(), lingerMs)
  for (const end of ['end', 'close']) request.once(end, () => clearTimeout(timer))
}
