import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { askAgain } from '../../../renderer/lib/ask-again.ts'

it('does not take the answer from before a change for the one after it', async () => {
  const client = new QueryClient()
  const answers: ((value: string) => void)[] = []
  const ask = () => new Promise<string>(resolve => void answers.push(resolve))
  const queryKey = ['registries', 'list']
  const observer = new QueryObserver(client, { queryKey, queryFn: ask, retry: false })
  const unsubscribe = observer.subscribe(() => {})
  const again = askAgain(client, { queryKey })
  await expect.poll(() => answers.length).toBe(2)
  answers[1]?.('after')
  answers[0]?.('before')
  await again
  expect(client.getQueryData(queryKey)).toBe('after')
  unsubscribe()
  client.clear()
})
