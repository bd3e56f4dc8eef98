import type {
  Certificate,
  CertificateProblem,
  CertificateView,
} from '../../../shared/ipc/schemas/connection-settings.ts'

export type CertificateFact = 'issuer' | 'names' | 'valid' | 'fingerprint' | 'other'

/** The row of the certificate that each problem is a matter of. */
const factOf = {
  'unknown-issuer': 'issuer',
  'self-signed': 'issuer',
  'incomplete-chain': 'issuer',
  expired: 'valid',
  'not-yet-valid': 'valid',
  'wrong-host': 'names',
  'pin-differs': 'fingerprint',
  weak: 'other',
  other: 'other',
} as const satisfies Record<CertificateProblem, CertificateFact>

type ProblemOf<F extends CertificateFact> = {
  [P in CertificateProblem]: (typeof factOf)[P] extends F ? P : never
}[CertificateProblem]

export const problemsOf = <F extends CertificateFact>(
  { problems }: Pick<CertificateView, 'problems'>,
  fact: F,
): readonly ProblemOf<F>[] =>
  problems.filter((problem): problem is ProblemOf<F> => factOf[problem] === fact)

/** Only who vouches can be made good by a CA file: no file makes a certificate valid, or one for another host. */
export const canCaFileHelp = ({ problems }: Pick<CertificateView, 'problems'>): boolean =>
  problems.length > 0 &&
  problems.every(problem => factOf[problem] === 'issuer' || problem === 'pin-differs')

/** The last of the chain that was sent: the root itself, or who would have to be asked for it. */
export const topOf = (
  chain: readonly Certificate[],
): { readonly name: string; readonly isRoot: boolean } => {
  const last = chain.at(-1)
  const isRoot = last !== undefined && last.subject === last.issuer
  return { name: last?.issuer ?? '', isRoot }
}

/** Two lines of 16 pairs. */
export const fingerprintLines = (sha256: string): readonly [string, string] => [
  sha256.slice(0, 47),
  sha256.slice(48),
]
