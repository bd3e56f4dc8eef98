import { useSyncExternalStore, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../components/empty-state.tsx'
import { host } from '../../host/host.ts'

/** The web host's link works once, and ends with the program: then this page can do nothing more. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const state = useSyncExternalStore(host.session.subscribe, host.session.state)
  if (state === 'open') return children
  return (
    <main>
      <EmptyState level={1} icon="offline" title={t('shell.sessionEnded.title')}>
        <p>{t('shell.sessionEnded.advice')}</p>
      </EmptyState>
    </main>
  )
}
