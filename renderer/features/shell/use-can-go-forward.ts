import { useRouter, useRouterState, type RouterHistory } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

/** The router numbers its steps; forward is open while a later one is known. A new step drops the later ones. */
export const useCanGoForward = (): boolean => {
  const { history }: { history: RouterHistory } = useRouter()
  const index = useRouterState({ select: state => state.location.state.__TSR_index ?? 0 })
  const [newest, setNewest] = useState(index)
  useEffect(
    () =>
      history.subscribe(({ action, location }) => {
        const now = location.state.__TSR_index
        setNewest(before => (action.type === 'PUSH' ? now : Math.max(before, now)))
      }),
    [history],
  )
  return index < newest
}
