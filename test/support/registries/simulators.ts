import { acrs } from './acr.ts'
import { artifactories } from './artifactory.ts'
import { cloudsmiths } from './cloudsmith.ts'
import { distributions } from './distribution.ts'
import { dockerHubs } from './docker-hub.ts'
import { ecrPublics } from './ecr-public.ts'
import { ecrs } from './ecr.ts'
import { ghcrs } from './ghcr.ts'
import { gitlabs } from './gitlab.ts'
import { googles } from './google.ts'
import { harbors } from './harbor.ts'
import { ibms } from './ibm.ts'
import { quays } from './quay.ts'
import { repoflows } from './repoflow.ts'
import type { Simulator } from './simulator.ts'
import { zot } from './zot.ts'

export const clouds: readonly Simulator[] = [...ecrs, ...ecrPublics, ...acrs, ...googles, ...ibms]

export const platforms: readonly Simulator[] = [
  ...cloudsmiths,
  ...dockerHubs,
  ...artifactories,
  ...repoflows,
  ...ghcrs,
  ...quays,
  ...gitlabs,
]

export const selfHosted: readonly Simulator[] = [...harbors, ...distributions, zot]

export const simulators: readonly Simulator[] = [...clouds, ...platforms, ...selfHosted]

/** `Amazon ECR`, `Amazon ECR (older answers)`. */
export const nameOf = ({ title, variant }: Simulator): string =>
  variant === undefined ? title : `${title} (${variant})`
