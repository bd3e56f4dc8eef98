import { PullDialog } from './features/pull/pull-dialog.tsx'
import { AddRegistryDialog } from './features/registries/add-registry-dialog.tsx'
import { ConnectionDialog } from './features/connection-settings/connection-dialog.tsx'
import { HelmSignInDialog } from './features/sign-ins/helm-sign-in-dialog.tsx'
import { ImportDialog } from './features/import-sign-ins/import-dialog.tsx'
import { LocalPasswordDialog } from './features/registries/local-password-dialog.tsx'
import { RegistryCertificateDialog } from './features/connection-settings/registry-certificate-dialog.tsx'
import { RemoveDialog } from './features/registries/remove-dialog.tsx'
import { RenameDialog } from './features/registries/rename-dialog.tsx'
import { SignInDialog } from './features/sign-ins/sign-in-dialog.tsx'
import { AboutDialog } from './features/shell/about-dialog.tsx'
import { LogDialog } from './features/shell/log-dialog.tsx'
import { ShortcutsDialog } from './features/shell/shortcuts-dialog.tsx'
import './lib/all-error-words.ts'
import { addWords } from './lib/i18n.ts'
import { placeOfReference } from './lib/open-reference.ts'
import type { Overlay } from './lib/overlay-kinds.ts'
import { useOverlay } from './lib/overlay.tsx'
import { useGoTo, usePlace } from './lib/place.ts'
import { useRegistry } from './lib/use-registry.ts'

addWords(import.meta.glob('./locales/en/dialogs/*.json', { eager: true, import: 'default' }))

type RegistryDialogProps = {
  kind:
    | 'sign-in'
    | 'rename-registry'
    | 'remove-registry'
    | 'connection'
    | 'certificate'
    | 'sign-in-helm'
  registryId: string
}

function RegistryDialog({ kind, registryId }: RegistryDialogProps) {
  const { open, close } = useOverlay()
  const goTo = useGoTo()
  const place = usePlace()
  const { registry } = useRegistry(registryId)
  if (!registry) return null
  const onRemoved = () => {
    close()
    if ('registryId' in place && place.registryId === registryId) goTo({ kind: 'home' })
  }
  const onSignedIn = ({ alsoHelm }: { alsoHelm: boolean }) =>
    alsoHelm ? open({ kind: 'sign-in-helm', registryId }) : close()
  switch (kind) {
    case 'sign-in':
      return <SignInDialog registry={registry} onClose={close} onSignedIn={onSignedIn} />
    case 'rename-registry':
      return <RenameDialog registry={registry} onClose={close} />
    case 'remove-registry':
      return <RemoveDialog registry={registry} onClose={close} onRemoved={onRemoved} />
    case 'connection':
      return (
        <ConnectionDialog
          registry={registry}
          onClose={close}
          onShowCertificate={() => open({ kind: 'certificate', registryId })}
        />
      )
    case 'certificate':
      return <RegistryCertificateDialog registry={registry} onClose={close} />
    case 'sign-in-helm':
      return <HelmSignInDialog registry={registry} onClose={close} />
  }
}

/** The one dialog that is open. */
export function AppDialogs({ overlay }: { overlay: Overlay }) {
  const { open, close } = useOverlay()
  const goTo = useGoTo()
  switch (overlay.kind) {
    case 'add-registry':
      return (
        <AddRegistryDialog
          initialAddress={overlay.address}
          thenOpens={overlay.thenOpen}
          onClose={close}
          onAdded={({ id }, { alsoHelm, opens }) => {
            if (alsoHelm) open({ kind: 'sign-in-helm', registryId: id })
            else close()
            goTo(
              opens
                ? placeOfReference(id, opens)
                : { kind: 'registry', registryId: id, namespace: '', view: 'repositories' },
            )
          }}
          onOpen={({ id }, reference) => {
            close()
            goTo(placeOfReference(id, reference))
          }}
        />
      )
    case 'import-sign-ins':
      return (
        <ImportDialog
          onClose={close}
          onImported={registryId => {
            close()
            if (registryId !== undefined)
              goTo({ kind: 'registry', registryId, namespace: '', view: 'repositories' })
          }}
        />
      )
    case 'local-password':
      return <LocalPasswordDialog onClose={close} />
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />
    case 'about':
      return <AboutDialog onClose={close} />
    case 'log':
      return <LogDialog onClose={close} />
    case 'pull':
      return <PullDialog version={overlay.version} onClose={close} />
    case 'sign-in':
    case 'rename-registry':
    case 'remove-registry':
    case 'connection':
    case 'certificate':
    case 'sign-in-helm':
      return <RegistryDialog kind={overlay.kind} registryId={overlay.registryId} />
  }
}
