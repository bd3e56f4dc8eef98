import { useTranslation } from 'react-i18next'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { useContractMutation, useContractQuery } from '../lib/contract-query.ts'
import { useErrorWords } from '../lib/error-words.ts'
import { usableSignIns } from '../lib/found-sign-ins.ts'
import { Button } from './button.tsx'

type Props = {
  registry: Registry
  /** It owes a decision, which the dialog asks for. */
  onDecide: () => void
}

/** Signs in with what Docker, Helm or podman has for this registry; nothing where they have none. */
export function FoundSignInButton({ registry, onDecide }: Props) {
  const { t } = useTranslation()
  const importable = useContractQuery('signIns.found', {}).data
  const [found] = usableSignIns(importable?.found ?? [], registry)
  const signIn = useContractMutation('registries.signIn', {
    onSuccess: ({ result }) => result === 'needs-decision' && onDecide(),
  })
  const { title } = useErrorWords(signIn.error)
  if (!found) return null
  const use = () =>
    signIn.mutate({
      registryId: registry.id,
      signIn: { kind: 'found', foundId: found.id },
      decisions: registry.plainHttp ? { plainHttp: true } : {},
    })
  return (
    <>
      <Button onClick={use} isDisabled={signIn.isPending}>
        {t(`common.useFoundSignIn.${found.source}`, {
          username: found.username ?? t('common.unknownUser'),
        })}
      </Button>
      {signIn.error && (
        <span className="bad fs12" role="alert">
          {title}
        </span>
      )}
    </>
  )
}
