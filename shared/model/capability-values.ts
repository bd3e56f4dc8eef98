import type { CapabilityName } from './capability-names.ts'
import type { StrategyName } from './strategy-names.ts'

type Values = Readonly<Record<string, readonly string[]>>

// How repositories are listed is told by the strategy's name.
const listing = ['repositories', 'requests'] as const
const listings: Readonly<Record<Exclude<StrategyName, 'kept'>, readonly string[]>> = {
  catalog: listing,
  'harbor-projects': listing,
  'docker-hub-api': listing,
  'ghcr-packages': listing,
  'ghcr-catalog-prefix': listing,
  'gitlab-api': listing,
  'quay-api': listing,
  'acr-catalog': listing,
  'google-children': listing,
  'artifactory-repository': listing,
  'ecr-describe': listing,
  'cloudsmith-api': listing,
  'ibm-api': listing,
}

/**
 * What can be known of each capability, with the parameters its words may use: capabilities.<name>.<value>.state
 * and .means. `unknown` goes with foundBy `nothing`: its words say how it will be learnt.
 */
export const capabilityValues = {
  'repository-listing': {
    ...listings,
    /** `repositories` the user keeps. */
    kept: ['repositories'],
    unknown: [],
  },
  'tag-paging': {
    /** `Link` to the next page; `-unordered`: all pages are read, then sorted. */
    'link-header': [],
    'link-header-unordered': [],
    /** No `Link`, but `?last=` is honoured. */
    'last-parameter': [],
    /** All tags come in one answer, whatever `n` says. */
    'one-answer': [],
    unknown: [],
  },
  referrers: { api: [], 'tag-scheme': [], unknown: [] },
  'delete-by-digest': {
    works: [],
    /** `tags`: the most tags that share one digest, as far as known. */
    'works-with-shared-tags': ['tags'],
    /** Only what no tag names any more (Google). */
    'tags-first': [],
    refused: [],
    unknown: [],
  },
  'delete-by-tag': { works: [], refused: [], unknown: [] },
  mount: { works: [], refused: [], unknown: [] },
  'create-on-push': { works: [], refused: [], unknown: [] },
  'immutable-tags': {
    /** `repository`: where a taken tag could not be moved; `more`: how many others. */
    in: ['repository', 'more'],
    /** A tag was moved: none are immutable there. */
    none: [],
    unknown: [],
  },
  'rate-limit': {
    /** `seconds`: length of the window. */
    'remaining-in-window': ['remaining', 'limit', 'seconds'],
    remaining: ['remaining', 'limit'],
    /** A 429 was answered. */
    reached: [],
    'none-said': [],
    /** Storage of a project, in bytes. */
    quota: ['usedBytes', 'limitBytes'],
    unknown: [],
  },
  'artifact-types': {
    /**
     * `types`: words of what was taken, as `capabilities.artifactTypes.<type>` joined by `+`: `charts`,
     * `provenance`, `signatures`, `sboms`. `refused` is one of them.
     */
    accepted: ['count', 'types'],
    'some-refused': ['refused'],
    unknown: [],
  },
  'resumed-upload': { works: [], refused: [], unknown: [] },
} as const satisfies Record<CapabilityName, Values>
