// distribution-spec "Error Codes", and those every registry adds to them.
const statusOfCode = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_INVALID: 400,
  BLOB_UPLOAD_UNKNOWN: 404,
  DENIED: 403,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 400,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  NAME_UNKNOWN: 404,
  NOT_FOUND: 404,
  PAGINATION_NUMBER_INVALID: 400,
  RANGE_INVALID: 416,
  SIZE_INVALID: 400,
  TAG_INVALID: 400,
  UNAUTHORIZED: 401,
  UNKNOWN: 500,
  UNSUPPORTED: 405,
} as const

export type RegistryErrorCode = keyof typeof statusOfCode

export type RegistryErrorOptions = {
  /** Where the code's usual status is not the right one. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly detail?: unknown
}

/** An answer that is a refusal: status, headers and the error body of the distribution spec. */
export class RegistryError extends Error {
  readonly code: RegistryErrorCode
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly detail: unknown

  constructor(code: RegistryErrorCode, message: string, options: RegistryErrorOptions = {}) {
    super(message)
    this.name = 'RegistryError'
    this.code = code
    this.status = options.status ?? statusOfCode[code]
    this.headers = options.headers ?? {}
    this.detail = options.detail
  }

  toBody(): string {
    const { code, message, detail } = this
    return JSON.stringify({ errors: [{ code, message, ...(detail !== undefined && { detail }) }] })
  }
}
