import { AppError } from '../../shared/errors.ts'
import type { CommandRunner } from '../core/ports.ts'

export const createCommandRunner = (): CommandRunner => ({
  find: async () => undefined,
  run: async () => {
    throw new AppError('unsupported', 'not-available-here')
  },
})
