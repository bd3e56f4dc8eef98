/** A head that says where the rows are from, then a row on each line. */
export const jsonLines = (head: object, rows: readonly object[]): string =>
  [head, ...rows].map(row => `${JSON.stringify(row)}\n`).join('')

export const readJsonLines = <Head, Row>(text: string): { head: Head; rows: Row[] } => {
  const [head = '', ...rows] = text.trimEnd().split('\n')
  return { head: JSON.parse(head) as Head, rows: rows.map(row => JSON.parse(row) as Row) }
}
