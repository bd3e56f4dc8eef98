import { readJson } from '../json/read-json.ts'
import { hidden } from './base/hide-patterns.ts'
import { escapeUnprintable, type Redactor } from './base/redaction.ts'

export const shownBodyBytes = 8 * 1024

export type Body = {
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
  readonly kind: 'secrets' | 'content' | undefined
}

/**
 * What people may see of a body: its first 8 KiB if it is text, without secrets. Undefined when it is none, or
 * when it holds what a server stores rather than what it says.
 */
export const showBody = (body: Body, redactor: Redactor): string | undefined => {
  if (body.bytes.byteLength === 0 || body.kind === 'content') return undefined
  if (binaryTypes.test(body.contentType ?? '')) return undefined
  const text = decode(body.bytes.subarray(0, shownBodyBytes))
  if (text === undefined) return undefined
  const open = body.kind === 'secrets' ? keepOpenFields(text, body.contentType) : text
  return escapeUnprintable(redactor.scrub(open))
}

const binaryTypes = /^(?:image|audio|video|font)\/|octet-stream|gzip|[/+]zip|tar/i

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    // As a stream, because the cut may go through a character.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

// Fields of sign-ins and their answers that are no secret; every other value may be one.
const openFields = new Set(
  (
    'grant_type service client_id scope token_type expires_in issued_at tenant ' +
    'error error_description errors code message detail details status'
  ).split(' '),
)

const keepOpenFields = (text: string, contentType = ''): string =>
  contentType.startsWith('application/x-www-form-urlencoded') ? openForm(text) : openJson(text)

const openForm = (text: string): string =>
  text
    .split('&')
    .map(field => {
      const name = field.split('=', 1)[0] ?? ''
      return openFields.has(name) ? field : `${name}=${hidden}`
    })
    .join('&')

const openJson = (text: string): string => {
  try {
    const body = readJson(text)
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return hidden
    const fields = Object.entries(body).map(([name, value]) => [
      name,
      openFields.has(name) ? value : hidden,
    ])
    return JSON.stringify(Object.fromEntries(fields))
  } catch {
    // Cut off, or no JSON: nobody can tell the secret from the rest.
    return hidden
  }
}
