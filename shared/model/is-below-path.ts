/** Whether a repository lies at or below a registry's path; every one lies below ''. */
export const isBelowPath = (repository: string, path: string): boolean =>
  path === '' || repository === path || repository.startsWith(`${path}/`)
