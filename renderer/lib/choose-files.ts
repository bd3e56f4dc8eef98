type Wanted = {
  /** Endings and media types, as `accept` of an input takes them. */
  readonly accept: string
  readonly multiple?: boolean
}

/**
 * Asks by the browser's own dialog; none when it is cancelled. The input stands in the page until then: one that nothing
 * holds may be collected while the user still looks for a file, and the choice would be lost without a word.
 */
export const chooseFiles = ({ accept, multiple = false }: Wanted): Promise<readonly File[]> =>
  new Promise(resolve => {
    const input = document.createElement('input')
    Object.assign(input, { type: 'file', accept, multiple, hidden: true })
    const end = () => {
      input.remove()
      resolve([...(input.files ?? [])])
    }
    input.addEventListener('cancel', end)
    input.addEventListener('change', end)
    document.body.append(input)
    input.click()
  })
