import type { Input, Method, Output } from '../shared/ipc/contract.ts'
import type { Frame, Open } from '../shared/ipc/frames.ts'
import { samples } from './samples.ts'

type Answers = { readonly [M in Method]?: (input: Input<M>) => Output<M> }

/** What the components of the gallery ask for; what is not here is never answered. */
const answers: Answers = {
  'signIns.found': () => ({ found: samples.foundSignIns, broken: [], unusable: [] }),
  'app.info': () => ({
    version: '1.0.0',
    host: 'desktop',
    platform: 'linux',
    keychain: { state: 'unavailable', reason: 'no-keychain' },
    localRegistry: { running: true, address: '127.0.0.1:5273', sampleCharts: 3 },
    log: { file: '~/.local/share/chartroom/chartroom.log' },
  }),
  'repositories.listing': ({ registryId }) => ({
    registryId,
    chosen: 'probed',
    strategy: 'catalog',
    others: ['gitlab-api', 'kept'],
  }),
  'signIns.renewalCommand': ({ profile }) => ({
    command: {
      command: 'aws',
      ...(profile !== 'absent' && { program: '/usr/bin/aws' }),
      arguments: ['ecr', 'get-login-password', '--region', 'eu-central-1'],
    },
  }),
}

const open: Open = ({ method, input }, onFrame) => {
  const answer = answers[method as Method] as ((input: unknown) => unknown) | undefined
  if (answer) {
    const frame: Frame = { type: 'done', value: answer(input) }
    queueMicrotask(() => onFrame(frame))
  }
  return () => undefined
}

/** Stands where the preload of a desktop window stands. */
export const answerFromSamples = (page: Window): void => {
  Object.assign(page, { chartroom: { open, grant: () => Promise.resolve([]) } })
}
