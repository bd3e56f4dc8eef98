import type { Logger } from '../../electron/core/ports.ts'

/** For tests that do not look at the log. */
export const quietLogger: Logger = { log: () => {}, file: '', tail: async () => '' }
