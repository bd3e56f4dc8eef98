import { compareRows, type VersionRow } from './version.ts'

export type SortColumn = 'version' | 'app' | 'created' | 'size'
export type SortOrder = {
  readonly column: SortColumn
  readonly direction: 'ascending' | 'descending'
}

/** SemVer, newest first. */
export const newestFirst: SortOrder = { column: 'version', direction: 'descending' }

/** What a press on a column's head does: the greatest first, and the other way at the next press. */
export const pressColumn = (order: SortOrder, column: SortColumn): SortOrder => ({
  column,
  direction:
    order.column === column && order.direction === 'descending' ? 'ascending' : 'descending',
})

/** What is known of a version beyond its tag, as far as columns sort by it. */
export type SortableDetails = {
  readonly appVersion?: string | undefined
  readonly createdAt?: string | undefined
  readonly sizeBytes?: number | undefined
}

type DetailsByTag = Pick<ReadonlyMap<string, SortableDetails>, 'get'>

// The locale must not change the order of rows.
const natural = new Intl.Collator('en', { numeric: true })

/**
 * Rows in the order of a column. Those that have no value in it come last both ways, and equal ones newest first.
 * Expects the rows newest first, as the list has them.
 */
export const sortRows = (
  rows: readonly VersionRow[],
  { column, direction }: SortOrder,
  details: DetailsByTag,
): readonly VersionRow[] => {
  const sign = direction === 'ascending' ? 1 : -1
  if (column === 'version') {
    if (direction === 'descending') return rows
    const isVersion = (row: VersionRow) => row.parsed !== undefined
    return [
      ...rows.filter(isVersion).toSorted((a, b) => compareRows(b, a)),
      ...rows.filter(row => !isVersion(row)),
    ]
  }
  const valueOf = column === 'app' ? rankOf(rows, details) : numberOf(column, details)
  const valued: { readonly row: VersionRow; readonly value: number }[] = []
  const without: VersionRow[] = []
  for (const row of rows) {
    const value = valueOf(row)
    if (value === undefined) without.push(row)
    else valued.push({ row, value })
  }
  // A sort is stable: rows of one value keep the order of the list.
  valued.sort((a, b) => sign * (a.value - b.value))
  return [...valued.map(({ row }) => row), ...without]
}

type ValueOf = (row: VersionRow) => number | undefined

const numberOf =
  (column: 'created' | 'size', details: DetailsByTag): ValueOf =>
  ({ tag }) => {
    const known = details.get(tag)
    if (column === 'size') return known?.sizeBytes
    const timeMs = known?.createdAt === undefined ? Number.NaN : Date.parse(known.createdAt)
    return Number.isNaN(timeMs) ? undefined : timeMs
  }

/** The place of each name among all of them. Comparing names is slow, and many versions have the same. */
const rankOf = (rows: readonly VersionRow[], details: DetailsByTag): ValueOf => {
  const nameOf = ({ tag }: VersionRow) => details.get(tag)?.appVersion
  // `v1.2` and `1.2` are one release of an application.
  const keyOf = (name: string) => name.replace(/^v(?=\d)/i, '')
  const keys = new Set(rows.flatMap(row => nameOf(row) ?? []).map(keyOf))
  const ranks = new Map([...keys].toSorted(natural.compare).map((key, rank) => [key, rank]))
  return row => {
    const name = nameOf(row)
    return name === undefined ? undefined : ranks.get(keyOf(name))
  }
}
