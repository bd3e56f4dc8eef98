import type { ServerResponse } from 'node:http'
import type { RegistryError } from './registry-error.ts'

export type Headers = Readonly<Record<string, string | number | readonly string[]>>

// Content comes from whoever pushed it: a browser that is led here must not run any of it.
const everyResponse = {
  'Docker-Distribution-Api-Version': 'registry/2.0',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

export const prepare = (response: ServerResponse): void => {
  for (const [name, value] of Object.entries(everyResponse)) response.setHeader(name, value)
}

/** A body for GET, its length alone for HEAD: Node leaves the body out by itself. */
export const sendBytes = (
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  headers: Headers,
): void => {
  response.writeHead(status, { 'Content-Length': Buffer.byteLength(body), ...headers })
  response.end(body)
}

export const sendJson = (response: ServerResponse, body: unknown, headers: Headers = {}): void =>
  sendBytes(response, 200, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers })

export const sendEmpty = (
  response: ServerResponse,
  status: number,
  headers: Headers = {},
): void => {
  // 204 has no body by definition; elsewhere the length says so.
  response.writeHead(status, { ...(status !== 204 && { 'Content-Length': 0 }), ...headers })
  response.end()
}

export const sendError = (response: ServerResponse, error: RegistryError): void =>
  sendBytes(response, error.status, error.toBody(), {
    'Content-Type': 'application/json',
    ...error.headers,
  })
