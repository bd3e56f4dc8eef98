import type { HttpResponse } from '../../http/base/http-types.ts'

/**
 * What an answer to a range request allows (RFC 9110 14): `append` to what is there; `restart`, this body is the
 * whole; `ask-again` from the start without a range; `refused`, an error of its own.
 */
export type ResumePlan = 'append' | 'restart' | 'ask-again' | 'refused'

export const planResume = (
  { status, headers }: HttpResponse,
  offset: number,
  sizeBytes: number,
): ResumePlan => {
  if (offset === 0) return status === 200 ? 'append' : 'refused'
  if (status === 200) return 'restart'
  if (status === 416) return 'ask-again'
  if (status !== 206) return 'refused'
  const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '')
  const isExact =
    range !== null && Number(range[1]) === offset && Number(range[2]) === sizeBytes - 1
  return isExact ? 'append' : 'ask-again'
}
