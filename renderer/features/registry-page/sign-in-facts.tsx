import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { RegistryPage } from '../../../shared/ipc/schemas/capabilities.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { allowedAnonymously } from '../../../shared/model/anonymous-push.ts'
import { endOfSignIn } from '../../../shared/model/sign-in-end.ts'
import { formatExactTime } from '../../lib/formats.ts'
import { formatLeft, formatSeen } from '../../lib/moments.ts'
import { useOverlay } from '../../lib/overlay.tsx'
import { useGoTo } from '../../lib/place.ts'
import { useNow } from '../../lib/use-now.ts'
import { FactList, type Fact } from './fact-list.tsx'

type UserSignIn = Registry['signIn'] & { kind: 'user' }

const keeperOf = (t: TFunction, { secret, keptBy }: UserSignIn) => {
  if (secret === 'missing')
    return <span className="bad">{t('capabilities.facts.secret.missing')}</span>
  if (secret !== 'elsewhere' || !keptBy) return t(`capabilities.facts.secret.${secret}`)
  return (
    <>
      {t(`capabilities.facts.keeper.${keptBy.kind}`)}{' '}
      {keptBy.kind !== 'file' && <span className="mono">{keptBy.name}</span>}
    </>
  )
}

const expiryOf = (t: TFunction, { expiresAtMs = 0, renewal }: UserSignIn, nowMs: number) => {
  const leftMs = expiresAtMs - nowMs
  const parts = [
    leftMs > 0
      ? t('capabilities.facts.expiresIn', { time: formatLeft(leftMs) })
      : t('capabilities.facts.expired', { when: formatSeen(expiresAtMs, nowMs) }),
    // Near its end it should have been renewed already, and was not.
    renewal &&
      renewal !== 'none' &&
      endOfSignIn(expiresAtMs, nowMs) === undefined &&
      t(`capabilities.facts.renews.${renewal}`),
  ]
  const text = parts.filter(Boolean).join(', ')
  return leftMs > 0 ? text : <span className="bad">{text}</span>
}

const userFacts = (t: TFunction, signIn: UserSignIn, nowMs: number): Fact[] => {
  const { username, keptBy, expiresAtMs, renewedAtMs } = signIn
  return [
    { label: t('capabilities.facts.account'), value: username },
    {
      label: t('capabilities.facts.keptBy'),
      value: keeperOf(t, signIn),
      ...(keptBy && { title: keptBy.name }),
    },
    ...(keptBy?.file === undefined
      ? []
      : [
          {
            label: t('capabilities.facts.namedIn'),
            value: <span className="mono">{keptBy.file}</span>,
            title: keptBy.file,
          },
        ]),
    ...(expiresAtMs === undefined
      ? []
      : [
          {
            label: t('capabilities.facts.expires'),
            value: expiryOf(t, signIn, nowMs),
            title: formatExactTime(expiresAtMs),
          },
        ]),
    ...(renewedAtMs === undefined
      ? []
      : [
          {
            label: t('capabilities.facts.renewed'),
            value: t('capabilities.facts.renewedAt', {
              when: formatSeen(renewedAtMs, Math.max(nowMs, renewedAtMs)),
            }),
            title: formatExactTime(renewedAtMs),
          },
        ]),
  ]
}

const allowedWords = (t: TFunction, page: RegistryPage, nowMs: number): string => {
  const { kind, atMs } = allowedAnonymously(page)
  const when = atMs === undefined ? '' : formatSeen(atMs, Math.max(nowMs, atMs))
  return t(`capabilities.facts.allowed.${kind}`, { when })
}

const minuteMs = 60_000

/** As whom, and where the secret is kept. */
export function SignInFacts({ page }: { page: RegistryPage }) {
  const { t } = useTranslation()
  const { open } = useOverlay()
  const goTo = useGoTo()
  const nowMs = useNow(true, minuteMs)
  const { id: registryId, signIn, kind } = page.registry
  const facts =
    signIn.kind === 'user'
      ? userFacts(t, signIn, nowMs)
      : [
          {
            label: t('capabilities.facts.account'),
            value: t(`capabilities.facts.${kind === 'local' ? 'accountOwn' : 'noAccount'}`),
          },
          { label: t('capabilities.facts.allows'), value: allowedWords(t, page, nowMs) },
        ]
  return (
    <FactList
      title={t('capabilities.facts.signIn')}
      facts={facts}
      links={[
        {
          text: t('capabilities.doctor'),
          name: t('capabilities.doctor'),
          onOpen: () => goTo({ kind: 'registry', registryId, namespace: '', view: 'doctor' }),
        },
        ...(kind === 'local'
          ? []
          : [
              {
                text: t('capabilities.facts.change'),
                name: t('capabilities.facts.changeSignIn'),
                onOpen: () => open({ kind: 'sign-in' as const, registryId }),
              },
            ]),
      ]}
    />
  )
}
