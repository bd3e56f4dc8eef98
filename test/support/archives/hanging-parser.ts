/** Stands in for the parser's entry: what it does with a job depends on the path it is given. */
process.on('message', (message: { id: number; input: { archive: { path: string } } }) => {
  const { id, input } = message
  const name = input.archive.path.split('/').at(-1)
  if (name === 'hangs-in-text.tgz') process.send?.({ type: 'step', id, path: 'values.yaml' })
  if (name === 'dies.tgz') process.exit(1)
  if (name === 'lies.tgz') process.send?.({ type: 'done', id, value: { metadata: 1 } })
  if (name === 'babbles.tgz') process.send?.('hello')
})
process.on('disconnect', () => process.exit())
