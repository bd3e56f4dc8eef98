import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ecrEndpoint } from '../../../electron/core/vendors/ecr.ts'
import { createAwsCredentials } from '../../../electron/core/vendors/aws/aws-credentials.ts'
import { createSignAws } from '../../../electron/core/vendors/aws/sign-aws.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// The AWS Signature Version 4 test suite (docs.aws.amazon.com/general/latest/gr/signature-v4-test-suite.html).
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}
const dateMs = Date.UTC(2015, 7, 30, 12, 36, 0)
const sessionToken =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=='

const sign = (method: string, target: string, headers = {}, body = '', token?: string) =>
  createSignAws({ ...credentials, ...(token && { sessionToken: token }) }, () => dateMs)(
    {
      method,
      url: new URL(target, 'https://example.amazonaws.com'),
      headers: { host: 'example.amazonaws.com', ...headers },
      body: new TextEncoder().encode(body),
      region: 'us-east-1',
      service: 'service',
    },
    new AbortController().signal,
  )

const scope = 'AKIDEXAMPLE/20150830/us-east-1/service/aws4_request'

describe('Signature Version 4', () => {
  it.each([
    ['get-vanilla', 'GET', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-query-order-key-case',
      'GET',
      '/?Param2=value2&Param1=value1',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'post-vanilla',
      'POST',
      '/',
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
  ])('%s', async (_name, method, target, signature) => {
    const { authorization } = await sign(method, target)
    expect(authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    )
  })

  it('post-x-www-form-urlencoded', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const { authorization } = await sign('POST', '/', type, 'Param1=value1')
    expect(authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=content-type;host;x-amz-date, Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a`,
    )
  })

  it('post-sts-header-before', async () => {
    const headers = await sign('POST', '/', {}, '', sessionToken)
    expect(headers['x-amz-security-token']).toBe(sessionToken)
    expect(headers.authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead`,
    )
  })
})

describe('the user’s AWS credentials', () => {
  const file = `; of two profiles
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = one+two/three= # not this
[other]
region=eu-west-1
AWS_ACCESS_KEY_ID=AKIAOTHER
aws_secret_access_key=four
aws_session_token=five
`
  const homeWith = (text: string) => {
    const homeDir = temporaryFolder()
    mkdirSync(path.join(homeDir, '.aws'))
    writeFileSync(path.join(homeDir, '.aws', 'credentials'), text)
    return homeDir
  }
  const read = (env: Record<string, string>, homeDir: string) =>
    createAwsCredentials({ env, homeDir })()

  it('come from the environment first', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'six' }
    expect(await read(env, homeWith(file))).toEqual({
      accessKeyId: 'AKIAENV',
      secretAccessKey: 'six',
    })
  })

  it('come from a profile of the file', async () => {
    expect(await read({}, homeWith(file))).toEqual({
      accessKeyId: 'AKIADEFAULT',
      secretAccessKey: 'one+two/three=',
    })
    expect(await read({ AWS_PROFILE: 'other' }, homeWith(file))).toEqual({
      accessKeyId: 'AKIAOTHER',
      secretAccessKey: 'four',
      sessionToken: 'five',
    })
  })

  it('are none where half is missing, or there is no file', async () => {
    expect(await read({ AWS_ACCESS_KEY_ID: 'x' }, temporaryFolder())).toBeUndefined()
    expect(await read({ AWS_PROFILE: 'unknown' }, homeWith(file))).toBeUndefined()
  })
})

describe('where ECR’s API is', () => {
  it.each([
    ['dkr.ecr.eu-west-1.amazonaws.com', 'https://api.ecr.eu-west-1.amazonaws.com'],
    ['dkr.ecr.cn-north-1.amazonaws.com.cn', 'https://api.ecr.cn-north-1.amazonaws.com.cn'],
    ['dkr.ecr-fips.us-east-1.amazonaws.com', 'https://ecr-fips.us-east-1.amazonaws.com'],
    ['dkr-ecr.eu-west-1.on.aws', 'https://ecr.eu-west-1.api.aws'],
  ])('%s', (host, origin) => {
    expect(ecrEndpoint(`123456789012.${host}`)).toMatchObject({ account: '123456789012', origin })
  })

  it.each([
    'public.ecr.aws',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example',
    'evil.example/123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    '12345.dkr.ecr.eu-west-1.amazonaws.com',
  ])('nowhere for %s', host => {
    expect(ecrEndpoint(host)).toBeUndefined()
  })
})
