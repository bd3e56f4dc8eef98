import { describe, expect, it } from 'vitest'
import { lifetimeOf, signInFormIds, signInFormsFor } from '../../../shared/model/providers.ts'
import { endOfSignIn } from '../../../shared/model/sign-in-end.ts'
import { signInHost } from '../../../shared/model/sign-in-host.ts'
import { vendorCommandFor } from '../../../shared/model/vendor-command.ts'
import { vendors } from '../../../shared/model/vendor.ts'

const hourMs = 60 * 60 * 1000
const ecr = '123456789012.dkr.ecr.eu-central-1.amazonaws.com'

describe('the ways to sign in', () => {
  it('are told for every vendor, and each has an id of its own', () => {
    const ids = vendors.flatMap(vendor => signInFormsFor(vendor).map(({ id }) => id))
    expect(new Set(ids)).toEqual(new Set(signInFormIds))
  })

  it.each([
    ['ecr', ['AWS']],
    ['acr', ['00000000-0000-0000-0000-000000000000']],
    ['google', ['oauth2accesstoken', '_json_key', '_json_key_base64']],
    ['gitlab', ['gitlab-ci-token']],
    ['quay', ['$oauthtoken']],
    ['ibm', ['iamapikey', 'iambearer']],
    ['cloudsmith', ['token']],
  ] as const)('%s gives the user name', (vendor, names) => {
    const given = signInFormsFor(vendor).flatMap(({ username }) =>
      username.kind === 'fixed' ? [username.value] : [],
    )
    expect(given).toEqual(names)
  })

  it('is a user name and a password where nothing is known', () => {
    expect(signInFormsFor(undefined)).toMatchObject([{ username: { kind: 'typed' } }])
  })
})

it('knows how long a secret works by its user name alone', () => {
  expect(lifetimeOf(ecr, 'AWS')).toBe(12 * hourMs)
  expect(lifetimeOf('europe-docker.pkg.dev', 'oauth2accesstoken')).toBe(hourMs)
  expect(lifetimeOf('europe-docker.pkg.dev', '_json_key')).toBeUndefined()
  expect(lifetimeOf('corp.azurecr.io', '00000000-0000-0000-0000-000000000000')).toBe(3 * hourMs)
  expect(lifetimeOf('corp.azurecr.io', 'principal')).toBeUndefined()
  expect(lifetimeOf('reg.example', 'AWS')).toBeUndefined()
})

it('warns a quarter of an hour before the end, and says when it is over', () => {
  const end = 100 * hourMs
  const minuteMs = 60_000
  expect(endOfSignIn(undefined, 0)).toBeUndefined()
  expect(endOfSignIn(end, end - 16 * minuteMs)).toBeUndefined()
  expect(endOfSignIn(end, end - 15 * minuteMs)).toBe('soon')
  expect(endOfSignIn(end, end)).toBe('ended')
})

describe("a vendor's program", () => {
  const words = (host: string, profile?: string) => {
    const command = vendorCommandFor(host, profile)
    return command && [command.program, ...command.arguments].join(' ')
  }

  it('is started with the words of its documentation', () => {
    expect(words(ecr)).toBe('aws ecr get-login-password --region eu-central-1')
    expect(words('123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com')).toContain(
      '--region us-gov-west-1',
    )
    expect(words('123456789012.dkr-ecr.eu-west-1.on.aws')).toContain('--region eu-west-1')
    expect(words('public.ecr.aws')).toBe('aws ecr-public get-login-password --region us-east-1')
    expect(words('europe-docker.pkg.dev')).toBe('gcloud auth print-access-token')
    expect(words('corp.azurecr.io')).toBe('az acr login --name corp --expose-token --output json')
    expect(words('reg.example')).toBeUndefined()
    expect(words('docker.io')).toBeUndefined()
  })

  it('selects an account, and takes no option for one', () => {
    expect(words(ecr, 'work')).toMatch(/ --profile work$/)
    expect(words('europe-docker.pkg.dev', 'ann@corp.example')).toMatch(
      / --account ann@corp.example$/,
    )
    expect(words('corp.azurecr.io', 'My subscription')).toMatch(/ --subscription My subscription$/)
    for (const hostile of ['--debug', '-x', ' x', '', 'a\nb']) {
      expect(words(ecr, hostile), hostile).toBeUndefined()
    }
  })
})

it('keeps the names of Docker Hub together, and nothing else', () => {
  expect(signInHost('docker.io')).toBe('registry-1.docker.io')
  expect(signInHost('index.docker.io')).toBe('registry-1.docker.io')
  expect(signInHost('docker.io.evil.example')).toBe('docker.io.evil.example')
  expect(signInHost('registry-1.docker.io:444')).toBe('registry-1.docker.io:444')
})
