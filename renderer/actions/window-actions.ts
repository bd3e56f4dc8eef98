import { movePaneFocus } from '../lib/panes.ts'
import type { Action } from './action.ts'

type WindowAction = Action<'window'>

const tab = (at: number) =>
  ({
    on: 'tabs',
    keys: { desktop: `mod+${at + 1}`, web: `alt+${at + 1}` },
    group: 'chart',
    when: ({ choose }) => at < choose.length,
    run: ({ choose }) => choose[at]?.(),
  }) satisfies Action<'tabs'>

/** What is done to the window, and to what is open in it. */
export const windowActions = {
  filterRepositories: {
    on: 'window',
    icon: 'search',
    keys: { desktop: 'mod+P', web: 'alt+P' },
    group: 'go',
    run: (_, { panes }) => panes.filterRepositories(),
  } satisfies WindowAction,
  filterList: {
    on: 'list',
    icon: 'filter',
    keys: { desktop: 'mod+F' },
    group: 'go',
    run: ({ focusFilter }) => focusFilter(),
  } satisfies Action<'list'>,
  back: {
    on: 'window',
    icon: 'back',
    keys: { desktop: 'mod+[', web: 'alt+←' },
    group: 'go',
    refusal: (_, { t, history }) => (history.canGoBack ? undefined : t('actions.nothingBefore')),
    run: (_, { history }) => history.back(),
  } satisfies WindowAction,
  forward: {
    on: 'window',
    icon: 'forward',
    keys: { desktop: 'mod+]', web: 'alt+→' },
    group: 'go',
    refusal: (_, { t, history }) => (history.canGoForward ? undefined : t('actions.nothingAfter')),
    run: (_, { history }) => history.forward(),
  } satisfies WindowAction,
  nextPane: {
    on: 'window',
    keys: { desktop: 'F6' },
    group: 'go',
    run: () => movePaneFocus(1),
  } satisfies WindowAction,
  previousPane: {
    on: 'window',
    keys: { desktop: 'shift+F6' },
    group: 'go',
    run: () => movePaneFocus(-1),
  } satisfies WindowAction,
  tab1: tab(0),
  tab2: tab(1),
  tab3: tab(2),
  tab4: tab(3),
  tab5: tab(4),
  addRegistry: {
    on: 'window',
    icon: 'server',
    keys: { desktop: 'mod+N', web: 'alt+N' },
    group: 'registries',
    run: (_, { open }) => open({ kind: 'add-registry' }),
  } satisfies WindowAction,
  openLocalRegistry: {
    on: 'window',
    icon: 'laptop',
    run: (_, { openLocalRegistry }) => openLocalRegistry(),
  } satisfies WindowAction,
  importSignIns: {
    on: 'window',
    icon: 'importDown',
    keys: { desktop: 'mod+I', web: 'alt+I' },
    group: 'registries',
    run: (_, { open }) => open({ kind: 'import-sign-ins' }),
  } satisfies WindowAction,
  pushChart: {
    on: 'window',
    icon: 'upload',
    keys: { desktop: 'mod+U', web: 'alt+U' },
    group: 'registries',
    run: (_, { push }) => push(),
  } satisfies WindowAction,
  refresh: {
    on: 'window',
    icon: 'refresh',
    keys: { desktop: 'mod+R', web: 'alt+R' },
    group: 'registries',
    refusal: (_, { refresh }) => refresh.refusal,
    run: (_, { refresh }) => refresh.run(),
  } satisfies WindowAction,
  toggleSidebar: {
    on: 'window',
    icon: 'sidebar',
    keys: { desktop: 'mod+\\' },
    group: 'window',
    label: (_, { t, panes }) => t(panes.isSidebarOpen ? 'shell.hideSidebar' : 'shell.showSidebar'),
    run: (_, { panes }) => panes.toggleSidebar(),
  } satisfies WindowAction,
  toggleInspector: {
    on: 'window',
    icon: 'inspector',
    keys: { desktop: 'mod+alt+I', web: 'shift+alt+I' },
    group: 'window',
    label: (_, { t, panes }) =>
      t(panes.isInspectorOpen ? 'shell.hideInspector' : 'shell.showInspector'),
    refusal: (_, { t, panes }) =>
      panes.toggleInspector ? undefined : t('actions.nothingToInspect'),
    run: (_, { panes }) => panes.toggleInspector?.(),
  } satisfies WindowAction,
  collapseAll: {
    on: 'tree',
    icon: 'collapse',
    run: ({ collapseAll }) => collapseAll(),
  } satisfies Action<'tree'>,
  showLog: {
    on: 'window',
    icon: 'file',
    run: (_, { open }) => open({ kind: 'log' }),
  } satisfies WindowAction,
  showShortcuts: {
    on: 'window',
    keys: { desktop: '?' },
    group: 'window',
    run: (_, { open }) => open({ kind: 'shortcuts' }),
  } satisfies WindowAction,
  showAbout: {
    on: 'window',
    run: (_, { open }) => open({ kind: 'about' }),
  } satisfies WindowAction,
  copyReport: {
    on: 'report',
    icon: 'copy',
    keys: { desktop: 'mod+C', heardAs: 'copy' },
    group: 'registries',
    refusal: ({ text }, { t }) => (text === undefined ? t('actions.reportNotDone') : undefined),
    run: ({ text }, { t, copy }) => text !== undefined && copy(text, t('actions.copiedReport')),
  } satisfies Action<'report'>,
}
