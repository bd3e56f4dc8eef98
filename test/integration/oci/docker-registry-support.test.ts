import { expect, it } from 'vitest'
import {
  hasDockerRegistry,
  startDockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'

it.skipIf(!hasDockerRegistry('token')).each(['none', 'htpasswd', 'token'] as const)(
  'docker-registry starts with %s and asks for a sign-in accordingly',
  async auth => {
    const registry = await startDockerRegistry({ auth })
    try {
      const response = await fetch(`http://${registry.host}/v2/`)
      const challenge = response.headers.get('www-authenticate') ?? 'none'
      expect(challenge).toMatch({ none: /^none/, htpasswd: /^Basic/, token: /^Bearer/ }[auth])
      const realm = /realm="([^"]*)"/.exec(challenge)?.[1]
      if (auth === 'token') {
        const authorization = `Basic ${btoa(unescape(encodeURIComponent(`${registry.username}:${registry.password}`)))}`
        const scope = encodeURIComponent('registry:catalog:*')
        const token = await fetch(`${realm}?service=test-registry&scope=${scope}`, {
          headers: { authorization },
        })
        const { token: bearer } = (await token.json()) as { token: string }
        const catalog = await fetch(`http://${registry.host}/v2/_catalog`, {
          headers: { authorization: `Bearer ${bearer}` },
        })
        expect(catalog.status).toBe(200)
      }
    } finally {
      await registry.stop()
    }
  },
)
