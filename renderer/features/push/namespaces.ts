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
