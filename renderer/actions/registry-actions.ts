import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { formatReference } from '../../shared/model/reference.ts'
import type { RegistryView } from '../lib/place.ts'
import { formatClock } from '../lib/formats.ts'
import { quietUntilMs } from '../lib/quiet.ts'
import type { Action, ActionContext } from './action.ts'
import type { Subjects } from './subjects.ts'

type RegistryAction = Action<'registry'>
type RepositoryAction = Action<'repository'>

/** Why a push to a registry could only fail now, if so. */
const pushRefusal = ({ host, state }: Registry, { t }: ActionContext): string | undefined => {
  if (state.status === 'offline') return t('actions.pushOffline', { host })
  return state.status === 'sign-in-needed' ? t('actions.pushSignIn', { host }) : undefined
}

const view = (name: RegistryView, icon: 'server' | 'pulse') =>
  ({
    on: 'registry',
    icon,
    run: ({ registry: { id: registryId } }, { goTo }) =>
      goTo({ kind: 'registry', registryId, namespace: '', view: name }),
  }) satisfies RegistryAction

type Of = Subjects['registry']

const isRemote = ({ registry }: Of): boolean => registry.kind !== 'local'
const isSignedIn = ({ registry }: Of): boolean =>
  registry.kind !== 'local' && registry.signIn.kind === 'user'

/** What is done with a registry or one of its namespaces, and with a repository. */
export const registryActions = {
  pushHere: {
    on: 'registry',
    icon: 'upload',
    refusal: ({ registry }, context) => pushRefusal(registry, context),
    run: ({ registry, path }, { push }) => push({ registryId: registry.id, namespace: path }),
  } satisfies RegistryAction,
  copyReference: {
    on: 'registry',
    icon: 'copy',
    run: ({ registry: { host }, path }, { copy }) =>
      copy(`oci://${host}${path === '' ? '' : `/${path}`}`),
  } satisfies RegistryAction,
  refreshRegistry: {
    on: 'registry',
    icon: 'refresh',
    refusal: ({ registry }, { t }) => {
      const untilMs = quietUntilMs(registry)
      return untilMs === undefined
        ? undefined
        : t('actions.refreshLimited', { host: registry.host, time: formatClock(untilMs) })
    },
    run: ({ registry }, { refreshRegistry }) => refreshRegistry(registry.id),
  } satisfies RegistryAction,
  aboutRegistry: view('about', 'server'),
  openDoctor: view('doctor', 'pulse'),
  renameRegistry: {
    on: 'registry',
    icon: 'edit',
    run: ({ registry: { id: registryId } }, { open }) =>
      open({ kind: 'rename-registry', registryId }),
  } satisfies RegistryAction,
  showLocalPassword: {
    on: 'registry',
    icon: 'key',
    when: subject => !isRemote(subject),
    run: (_, { open }) => open({ kind: 'local-password' }),
  } satisfies RegistryAction,
  signIn: {
    on: 'registry',
    icon: 'key',
    when: isRemote,
    label: (subject, { t }) => t(isSignedIn(subject) ? 'actions.changeSignIn' : 'actions.signIn'),
    run: ({ registry: { id: registryId } }, { open }) => open({ kind: 'sign-in', registryId }),
  } satisfies RegistryAction,
  signInHelm: {
    on: 'registry',
    icon: 'link',
    when: isSignedIn,
    run: ({ registry: { id: registryId } }, { open }) => open({ kind: 'sign-in-helm', registryId }),
  } satisfies RegistryAction,
  signOut: {
    on: 'registry',
    icon: 'signOut',
    when: isSignedIn,
    run: ({ registry }, { signOut }) => signOut(registry.id),
  } satisfies RegistryAction,
  removeRegistry: {
    on: 'registry',
    icon: 'trash',
    tone: 'bad',
    run: ({ registry: { id: registryId } }, { open }) =>
      open({ kind: 'remove-registry', registryId }),
  } satisfies RegistryAction,
  openRepository: {
    on: 'repository',
    icon: 'open',
    run: ({ registry: { id: registryId }, name }, { goTo }) =>
      goTo({ kind: 'repository', registryId, repository: name }),
  } satisfies RepositoryAction,
  copyRepositoryReference: {
    on: 'repository',
    icon: 'copy',
    run: ({ registry: { host }, name }, { copy }) =>
      copy(formatReference({ host, repository: name })),
  } satisfies RepositoryAction,
  openDoctorOf: {
    on: 'repository',
    icon: 'pulse',
    label: ({ isFailed }, { t }) => t(isFailed ? 'actions.openDoctorOf' : 'actions.openDoctor'),
    run: ({ registry: { id: registryId }, name }, { goTo }) =>
      goTo({ kind: 'registry', registryId, namespace: '', view: 'doctor', subject: name }),
  } satisfies RepositoryAction,
  forgetRepository: {
    on: 'repository',
    icon: 'close',
    when: ({ isKept }) => isKept,
    run: ({ registry, name }, { forgetRepository }) => forgetRepository(registry.id, name),
  } satisfies RepositoryAction,
}
