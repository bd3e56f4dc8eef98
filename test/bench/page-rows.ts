import type { Row } from './rows.ts'

export const measurePageRows = async (_options: { turns: number }, _told: (row: Row) => void) => {}
