/** Differences from helm that we mean, each with its reason. Anything else fails the run. */
export const meantDifferences: readonly { readonly file: RegExp; readonly reason: string }[] = []
