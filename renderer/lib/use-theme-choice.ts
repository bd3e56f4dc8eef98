import { useQueryClient } from '@tanstack/react-query'
import type { ThemeChoice } from '../../shared/model/theme.ts'
import { contractKey, useContractMutation, useContractQuery } from './contract-query.ts'
import { showTheme } from './theme.ts'

/** The theme as chosen, and the choice of another: it takes effect at once, and is kept. */
export const useThemeChoice = (): [ThemeChoice | undefined, (choice: ThemeChoice) => void] => {
  const client = useQueryClient()
  const { data } = useContractQuery('app.theme', {}, { staleTime: Infinity })
  const save = useContractMutation('app.setTheme', {
    onMutate: input => {
      showTheme(input.theme)
      client.setQueryData(contractKey('app.theme', {}), input)
    },
  })
  return [data?.theme, theme => save.mutate({ theme })]
}
