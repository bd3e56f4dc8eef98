import { vendorOfHost } from './vendor.ts'

/** A vendor's own program that prints a short-lived secret: docs/protocol.md, "Sign-ins by registry". */
export type VendorCommand = {
  readonly program: 'aws' | 'gcloud' | 'az'
  readonly arguments: readonly string[]
  /** The user name that goes with the secret. */
  readonly username: string
  /** At most: a program may hand out one it already had. */
  readonly lifeMs: number
  readonly answer: 'line' | 'json'
}

const hourMs = 60 * 60 * 1000

/** Lifetimes of what a vendor hands out instead of a password. */
export const lifetimesMs = {
  ecr: 12 * hourMs,
  google: hourMs,
  // [GK]: about three hours by Microsoft's documentation; a 401 before that renews too.
  acr: 3 * hourMs,
} as const

/** The user name that says "the password is a token" to Azure's registry. */
export const azureTokenUser = '00000000-0000-0000-0000-000000000000'

/**
 * Undefined where the vendor has no such program, and for a profile that would read as an option. `profile` selects
 * an account of the program where it keeps several: aws --profile, gcloud --account, az --subscription.
 */
export const vendorCommandFor = (host: string, profile?: string): VendorCommand | undefined => {
  if (profile !== undefined && !/^[^-\s][^\u0000-\u001f\u007f]*$/.test(profile)) return undefined
  const name = host.replace(/:\d+$/, '')
  const chosen = (option: string) => (profile === undefined ? [] : [option, profile])
  const vendor = vendorOfHost(host)
  if (vendor === 'ecr' || vendor === 'ecr-public') {
    // The public one signs everybody in at one place (3.8).
    const region = vendor === 'ecr' ? regionOf(name) : 'us-east-1'
    const service = vendor === 'ecr' ? 'ecr' : 'ecr-public'
    return {
      program: 'aws',
      arguments: [service, 'get-login-password', '--region', region, ...chosen('--profile')],
      username: 'AWS',
      lifeMs: lifetimesMs.ecr,
      answer: 'line',
    }
  }
  if (vendor === 'google') {
    return {
      program: 'gcloud',
      arguments: ['auth', 'print-access-token', ...chosen('--account')],
      username: 'oauth2accesstoken',
      lifeMs: lifetimesMs.google,
      answer: 'line',
    }
  }
  if (vendor !== 'acr') return undefined
  // [GK]: a registry's name is letters and digits; what follows a hyphen is the label of its domain.
  const registry = name.split(/[.-]/)[0] ?? name
  const login = ['acr', 'login', '--name', registry, '--expose-token', '--output', 'json']
  return {
    program: 'az',
    arguments: [...login, ...chosen('--subscription')],
    username: azureTokenUser,
    lifeMs: lifetimesMs.acr,
    answer: 'json',
  }
}

/** `<account>.dkr.ecr.<region>.amazonaws.com`, with its dual-stack and FIPS spellings. */
const regionOf = (name: string): string =>
  /\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./.exec(name)?.[1] ?? ''
