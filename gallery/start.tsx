import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { loadErrorWords } from '../renderer/lib/error-words.ts'
import { createHashHistory } from '../renderer/lib/hash-history.ts'
import { HashHistoryProvider } from '../renderer/lib/hash-history-context.tsx'
import { startI18n } from '../renderer/lib/i18n.ts'
import { createQueryClient } from '../renderer/lib/query-client.ts'
import { followTheme } from '../renderer/lib/theme.ts'
import '../renderer/styles/base.css'

followTheme()
startI18n()
// The words of dialogs and of errors come with code that is loaded later.
await Promise.all([loadErrorWords(), import('../renderer/app-dialogs.tsx')])

// Features bring their words with them, so after these.
const { Gallery } = await import('./gallery.tsx')

const history = createHashHistory(window)
const queryClient = createQueryClient()
const root = document.getElementById('root')

if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <HashHistoryProvider value={history}>
          <Gallery />
        </HashHistoryProvider>
      </QueryClientProvider>
    </StrictMode>,
  )
