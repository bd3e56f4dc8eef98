import { CallOutcome } from '../../renderer/components/asking/call-outcome.tsx'
import { DecisionNote } from '../../renderer/components/asking/decision-note.tsx'
import { OwedCertificate } from '../../renderer/components/asking/owed-certificate.tsx'
import { Button } from '../../renderer/components/button.tsx'
import { EmptyState } from '../../renderer/components/empty-state.tsx'
import { ErrorPane } from '../../renderer/components/error-pane.tsx'
import { Failure } from '../../renderer/components/failure.tsx'
import { ListingStrips, type Listing } from '../../renderer/components/listing-strips.tsx'
import { Note } from '../../renderer/components/note.tsx'
import { Loading, QueryView } from '../../renderer/components/query-view.tsx'
import { RateLimitStrip } from '../../renderer/components/rate-limit-strip.tsx'
import { RawExchange } from '../../renderer/components/raw-exchange.tsx'
import { RegistrySays } from '../../renderer/components/registry-says.tsx'
import { RegistryStrips } from '../../renderer/components/registry-strips.tsx'
import { RequestError } from '../../renderer/components/request-error.tsx'
import { Reveal } from '../../renderer/components/reveal.tsx'
import { SavedStrip } from '../../renderer/components/saved-strip.tsx'
import { SignInNeeded } from '../../renderer/components/sign-in-needed.tsx'
import { Strip } from '../../renderer/components/strip.tsx'
import { WarningsStrip } from '../../renderer/components/warnings-strip.tsx'
import { keepSaid } from '../../renderer/lib/registry-says.ts'
import { reasonsByCode, type ErrorCode } from '../../shared/error-reasons.ts'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import type { Entry } from '../entry.ts'
import { nothing } from '../held.tsx'
import { samples } from '../samples.ts'

const { registry, nowMs, hourMs, dayMs, errorOf } = samples
const codes = (Object.keys(reasonsByCode) as ErrorCode[]).filter(code => code !== 'cancelled')
const listing: Listing = { saved: false, truncated: false, listedAtMs: nowMs - hourMs }

const listed =
  (end: Partial<Listing>, error: Error | null = null) =>
  () => (
    <ListingStrips
      host={registry.host}
      end={{ ...listing, ...end }}
      error={error}
      updatedAtMs={nowMs}
      onRetry={nothing}
    />
  )

const strips = (error: Error | null, data: { end?: Listing } | undefined) => () => (
  <RegistryStrips
    registry={registry}
    query={{
      data,
      error,
      dataUpdatedAt: nowMs,
      errorUpdatedAt: nowMs,
      refetch: nothing,
    }}
    onSignIn={nothing}
  />
)

type Query = Parameters<typeof QueryView<string>>[0]['query']
const queried = (query: object) => () => (
  <QueryView
    query={{ isFetching: false, refetch: nothing, ...query } as Query}
    slow="Waiting for registry.acme.example"
  >
    {text => <p>{text}</p>}
  </QueryView>
)

const signInNeeded = (signIn: Registry['signIn']) => () => (
  <SignInNeeded
    error={errorOf('unauthorized')}
    registry={{ ...registry, signIn }}
    onSignIn={nothing}
    onRetry={nothing}
  />
)

export const messages: readonly Entry[] = [
  {
    of: 'components/strip.tsx',
    states: {
      quiet: () => <Strip icon="clock">Listed an hour ago</Strip>,
      warn: () => (
        <Strip icon="alert" tone="warn" actions={<Button size="sm">Try again</Button>}>
          <b>Not refreshed.</b> The registry did not answer in time.
        </Strip>
      ),
    },
  },
  {
    of: 'components/listing-strips.tsx',
    states: {
      offline: listed({ saved: true }),
      'answers errors': listed({ saved: true, problem: 'server-error' }),
      'refresh failed': listed({}, errorOf('unreachable')),
      'cut short': listed({ truncated: true }),
    },
  },
  {
    of: 'components/saved-strip.tsx',
    states: {
      'no next try': () => (
        <SavedStrip
          host={registry.host}
          problem={undefined}
          savedAtMs={nowMs - 3 * dayMs}
          nextTryInMs={undefined}
          onTryNow={nothing}
        />
      ),
    },
  },
  {
    of: 'components/rate-limit-strip.tsx',
    states: {
      'signed in': () => <RateLimitStrip host={registry.host} continuesInMs={42_000} />,
      anonymous: () => (
        <RateLimitStrip host={registry.host} continuesInMs={95_000} onSignIn={nothing} />
      ),
    },
  },
  {
    of: 'components/registry-strips.tsx',
    states: {
      limited: strips(errorOf('rate-limited'), undefined),
      'cut short': strips(null, { end: { ...listing, truncated: true } }),
    },
  },
  {
    of: 'components/registry-says.tsx',
    states: {
      'one text': () => {
        keepSaid('talks', 'Maintenance on Sunday from 06:00 UTC.')
        return <RegistrySays registryId="talks" host={registry.host} />
      },
    },
  },
  {
    of: 'components/warnings-strip.tsx',
    states: {
      one: () => (
        <WarningsStrip warnings={[{ key: 'not-checked', params: { path: 'values.yaml' } }]} />
      ),
      several: () => (
        <WarningsStrip
          warnings={['a', 'b', 'c'].map(path => ({ key: 'not-checked', params: { path } }))}
        />
      ),
      'of several kinds': () => (
        <WarningsStrip
          warnings={[
            { key: 'not-checked', params: { path: 'values.yaml' } },
            { key: 'duplicate-key', params: { path: 'Chart.yaml', key: 'name', line: 3 } },
          ]}
        />
      ),
    },
  },
  {
    of: 'components/note.tsx',
    states: {
      ok: () => (
        <Note icon="check" tone="ok" title="Signed in as ann" aside="182 ms">
          May pull from platform/web, and not push there.
        </Note>
      ),
      warn: () => (
        <Note
          icon="alert"
          tone="warn"
          title="This registry answers without encryption"
          actions={<Button size="sm">Use plain HTTP</Button>}
        />
      ),
      bad: () => (
        <Note icon="alert" tone="bad" title="The registry did not take this password">
          Check it and try again.
        </Note>
      ),
    },
  },
  {
    of: 'components/empty-state.tsx',
    states: {
      full: () => (
        <EmptyState
          icon="search"
          title="No versions match"
          actions={<Button>Clear the filter</Button>}
        >
          Nothing here is called “2.x”.
        </EmptyState>
      ),
      'title only': () => <EmptyState title="Nothing is pushed here yet" />,
    },
  },
  {
    of: 'components/error-pane.tsx',
    states: Object.fromEntries(
      codes.map(code => [code, () => <ErrorPane error={errorOf(code)} onRetry={nothing} />]),
    ),
  },
  {
    of: 'components/failure.tsx',
    isAlone: true,
    states: {
      'every reason there is': () => (
        <div style={{ display: 'grid', gap: 8, padding: 16 }}>
          {samples.errors.map(({ code, reason, error }) => (
            <Failure key={`${code}/${reason}`} error={error} />
          ))}
        </div>
      ),
    },
  },
  {
    of: 'components/raw-exchange.tsx',
    states: { refused: () => <RawExchange error={errorOf('unauthorized')} /> },
  },
  {
    of: 'components/request-error.tsx',
    states: Object.fromEntries(
      (
        ['forbidden', 'not-found', 'unreachable', 'untrusted-certificate', 'rate-limited'] as const
      ).map(code => [
        code,
        () => (
          <RequestError
            error={errorOf(code)}
            registry={registry}
            onSignIn={nothing}
            onRetry={nothing}
          />
        ),
      ]),
    ),
  },
  {
    of: 'components/sign-in-needed.tsx',
    states: {
      anonymous: signInNeeded({ kind: 'anonymous' }),
      'its time is over': signInNeeded({
        kind: 'user',
        username: 'ann',
        secret: 'keychain',
        expiresAtMs: nowMs - dayMs,
      }),
      'its secret is gone': signInNeeded({ kind: 'user', username: 'ann', secret: 'missing' }),
    },
  },
  {
    of: 'components/query-view.tsx',
    states: {
      loading: queried({ data: undefined, error: null }),
      failed: queried({ data: undefined, error: errorOf('not-found') }),
      there: queried({ data: '214 repositories', error: null }),
      'loading for long': () => <Loading slow="Waiting for registry.acme.example" />,
    },
  },
  {
    of: 'components/reveal.tsx',
    states: {
      'what came': () => (
        <Reveal>
          <p>Comes into view by itself.</p>
        </Reveal>
      ),
    },
  },
  {
    of: 'components/asking/decision-note.tsx',
    states: {
      'plain HTTP': () => (
        <DecisionNote owed={{ decision: 'plain-http', host: registry.host }} onDecide={nothing} />
      ),
      'a token service elsewhere': () => (
        <DecisionNote
          owed={{ decision: 'realm', host: registry.host, realm: 'https://auth.other.example' }}
          onDecide={nothing}
        />
      ),
      'no keychain': () => (
        <DecisionNote
          owed={{ decision: 'session-only', reason: 'no-keychain' }}
          onDecide={nothing}
        />
      ),
    },
  },
  {
    of: 'components/asking/owed-certificate.tsx',
    states: {
      waiting: () => (
        <OwedCertificate view={samples.certificate} isOpenAtFirst={false} onUse={nothing} />
      ),
    },
  },
  {
    of: 'components/asking/call-outcome.tsx',
    states: {
      failed: () => (
        <CallOutcome
          asking={{ owed: undefined, decide: nothing, error: errorOf('unauthorized') }}
        />
      ),
      'a look that owes a certificate': () => (
        <CallOutcome
          isLook
          asking={{
            owed: { decision: 'certificate', certificate: samples.certificate },
            decide: nothing,
            error: null,
          }}
        />
      ),
    },
  },
]
