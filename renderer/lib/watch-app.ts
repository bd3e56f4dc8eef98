import { useQueryClient, type Query } from '@tanstack/react-query'
import { useEffect } from 'react'
import { isCancelled } from '../../shared/errors.ts'
import type { Progress } from '../../shared/ipc/contract.ts'
import { askAgain } from './ask-again.ts'
import { call } from './call.ts'
import { contractKey } from './contract-query.ts'
import { useHashHistory } from './hash-history-context.tsx'
import { keepSettings } from './settings.ts'
import { keepSaid } from './registry-says.ts'

type Change = Progress<'app.watch'>

const isAbout =
  (domain: string, wanted: Record<string, string>) =>
  ({ queryKey }: Query): boolean => {
    const input: unknown = queryKey[2]
    return (
      queryKey[0] === domain &&
      typeof input === 'object' &&
      input !== null &&
      Object.entries(wanted).every(([name, value]) => Reflect.get(input, name) === value)
    )
  }

/** Asks again for what the core says has changed, and goes where it sends the user. */
export const useAppWatch = () => {
  const client = useQueryClient()
  const history = useHashHistory()
  useEffect(() => {
    const hangUp = new AbortController()
    const onProgress = (change: Change) => {
      const { changed } = change
      if (changed === 'registries')
        void askAgain(client, { queryKey: contractKey('registries.list') })
      if (changed === 'registry-page')
        void askAgain(client, {
          queryKey: contractKey('capabilities.read', { registryId: change.registryId }),
        })
      if (changed === 'settings') keepSettings(client, change.settings)
      if (changed === 'registry-says') keepSaid(change.registryId, change.text)
      if (changed === 'repositories')
        void askAgain(client, {
          predicate: isAbout('repositories', { registryId: change.registryId }),
        })
      if (changed === 'versions')
        void askAgain(client, {
          predicate: isAbout('versions', {
            registryId: change.registryId,
            repository: change.repository,
          }),
        })
      if (changed === 'place') history.push(change.hash.replace(/^#/, ''))
    }
    call('app.watch', {}, { signal: hangUp.signal, onProgress }).catch((error: unknown) => {
      if (!isCancelled(error)) console.warn('app.watch ended', error)
    })
    return () => hangUp.abort()
  }, [client, history])
}
