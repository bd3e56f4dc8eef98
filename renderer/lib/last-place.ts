import { useEffect } from 'react'
import { call } from './call.ts'
import { useHashHistory } from './hash-history-context.tsx'

const quietMs = 500

/** Goes to the place of the last run where the address names none, and remembers each place from then on. */
export const useLastPlace = () => {
  const history = useHashHistory()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const remember = () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        // Losing the last place loses nothing that was asked for.
        call('app.rememberPlace', { hash: `#${history.location().href}` }).catch(() => undefined)
      }, quietMs)
    }
    if (history.location().href === '/') {
      call('app.lastPlace', {}).then(
        ({ hash }) => {
          if (hash.length > 1 && history.location().href === '/')
            history.replace(hash.replace(/^#/, ''))
        },
        () => undefined,
      )
    }
    const stop = history.subscribe(remember)
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [history])
}
