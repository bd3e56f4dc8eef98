import { type Answer, type Hook, on } from './exchange.ts'

/**
 * A tag of the 9th release that is taken stays where it points, others move: docs/protocol.md, "Tags that may not
 * move".
 */
export const immutableTags = (refusal: (name: string, tag: string) => Answer): Hook =>
  on(/^PUT \/v2\/(.+)\/manifests\/(9\.[^:]*)$/, async (request, [, name = '', tag = ''], next) => {
    const look = { ...request, method: 'HEAD', headers: {}, body: Buffer.alloc(0) }
    const isTaken = (await next(look)).status === 200
    return isTaken ? refusal(name, tag) : next(request)
  })
