/** Differences from helm that we mean, each with its reason. Anything else fails the run. */
export const meantDifferences: readonly { readonly file: RegExp; readonly reason: string }[] = [
  {
    file: /^loki\/(loki-0\.25\.3|loki-stack-0\.33\.0|promtail-0\.19\.2)\.tgz$/,
    reason: 'its .prov holds another hash: helm pushes both, we ask first',
  },
]
