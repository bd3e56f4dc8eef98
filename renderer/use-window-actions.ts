import { useQueryClient } from '@tanstack/react-query'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { ActionContext } from './actions/action.ts'
import { useActedOn } from './actions/subjects.ts'
import { usePushChart } from './features/push/use-push-chart.ts'
import type { Layout } from './features/shell/use-layout.ts'
import { announce } from './lib/announce.ts'
import { useContractMutation } from './lib/contract-query.ts'
import { copyText } from './lib/copy-text.ts'
import { useHashHistory, useHashLocation } from './lib/hash-history-context.tsx'
import { useOpenLocal } from './lib/open-local.ts'
import { useOverlay } from './lib/overlay.tsx'
import { focusSidebarFilter } from './lib/panes.ts'
import { useGoTo, type Place } from './lib/place.ts'
import { refreshRegistry } from './lib/refresh-registry.ts'
import { useRegistry } from './lib/use-registry.ts'
import { useShell } from './lib/settings.ts'
import { useSignOut } from './lib/use-sign-out.ts'

type Window = {
  layout: Layout
  hasInspector: boolean
  refresh: ActionContext['refresh']
}

/** What actions may use of the features, none of which they know. */
export const useWindowActions = ({ layout, hasInspector, refresh }: Window): ActionContext => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const history = useHashHistory()
  const { canGoBack, canGoForward } = useHashLocation()
  const { open } = useOverlay()
  const goTo = useGoTo()
  const { choose, chooseFor } = usePushChart()
  const [shell] = useShell()
  const openLocal = useOpenLocal()
  const signOut = useSignOut()
  const forget = useContractMutation('repositories.forget')
  const { sidebar, inspector } = layout
  return {
    t,
    open,
    goTo,
    copy: (text, said) =>
      void copyText(text).then(outcome =>
        announce(outcome === 'copied' && said !== undefined ? said : t(`common.${outcome}`)),
      ),
    shell,
    history: {
      canGoBack,
      canGoForward,
      back: () => history.back(),
      forward: () => history.forward(),
    },
    panes: {
      isSidebarOpen: sidebar.isOpen,
      toggleSidebar: sidebar.toggle,
      filterRepositories: () => {
        flushSync(sidebar.show)
        focusSidebarFilter()
      },
      isInspectorOpen: inspector.isOpen,
      toggleInspector: hasInspector ? inspector.toggle : undefined,
    },
    refresh,
    push: target => (target ? chooseFor(target) : choose()),
    openLocalRegistry: () => openLocal.mutate({}),
    refreshRegistry: registryId => refreshRegistry(client, registryId),
    signOut: registryId => signOut.mutate({ registryId }),
    forgetRepository: (registryId, repository) => forget.mutate({ registryId, repository }),
  }
}

/** The registry and the repository that are open. */
export const useActedOnPlace = (place: Place) => {
  const { registry } = useRegistry('registryId' in place ? place.registryId : undefined)
  const namespace = place.kind === 'registry' ? place.namespace : ''
  useActedOn('registry', registry && { registry, path: namespace || registry.path })
  useActedOn(
    'repository',
    registry && 'repository' in place
      ? { registry, name: place.repository, isKept: false, isFailed: false }
      : undefined,
  )
}
