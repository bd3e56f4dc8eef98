/** `a/b/c` lies in `a` and in `a/b`. */
export const namespacesOf = (repositories: readonly string[]): string[] => {
  const found = new Set<string>()
  for (const name of repositories) {
    const parts = name.split('/')
    for (let length = 1; length < parts.length; length += 1)
      found.add(parts.slice(0, length).join('/'))
  }
  return [...found].sort()
}

const mostOffered = 6

/** While one is typed, those that fit; once it is one of them, what could be chosen instead. */
export const namespacesToOffer = (all: readonly string[], typed: string): readonly string[] => {
  if (!all.includes(typed)) return all.filter(name => name.includes(typed)).slice(0, mostOffered)
  const first = all.slice(0, mostOffered)
  return first.includes(typed) ? first : [typed, ...first.slice(1)]
}
