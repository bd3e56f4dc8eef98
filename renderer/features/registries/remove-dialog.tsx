import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'

type Props = { registry: Registry; onClose: () => void; onRemoved: () => void }

/** Out of the sidebar, with its sign-in and what was saved of it. Nothing in the registry changes. */
export function RemoveDialog({ registry, onClose, onRemoved }: Props) {
  const { t } = useTranslation()
  const remove = useContractMutation('registries.remove', { onSuccess: onRemoved })
  return (
    <Dialog
      isAlert
      title={t('registries.remove.title', { name: registry.name })}
      description={t(
        registry.kind === 'local' ? 'registries.remove.textLocal' : 'registries.remove.text',
        { host: registry.host },
      )}
      onClose={onClose}
      buttons={
        <>
          <Button data-autofocus="" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button variant="danger" onClick={() => remove.mutate({ registryId: registry.id })}>
            {t('registries.remove.button')}
          </Button>
        </>
      }
    >
      {registry.signIn.kind === 'user' &&
        t('registries.remove.signIn', { username: registry.signIn.username })}
    </Dialog>
  )
}
