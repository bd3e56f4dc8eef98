import { createCall } from '../../shared/ipc/client.ts'
import { host } from '../host/host.ts'

/** The renderer's one way to the core. */
export const call = createCall(host.open)
