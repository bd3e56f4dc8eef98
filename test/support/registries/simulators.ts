import { distributions } from './distribution.ts'
import { dockerHub } from './docker-hub.ts'
import { ecrs } from './ecr.ts'
import { ghcrs } from './ghcr.ts'
import { harbors } from './harbor.ts'
import { quays } from './quay.ts'
import type { Simulator } from './simulator.ts'
import { zot } from './zot.ts'

export const simulators: readonly Simulator[] = [
  ...distributions,
  zot,
  ...harbors,
  dockerHub,
  ...ghcrs,
  ...quays,
  ...ecrs,
]

/** `Amazon ECR`, `Amazon ECR (older answers)`. */
export const nameOf = ({ title, variant }: Simulator): string =>
  variant === undefined ? title : `${title} (${variant})`
