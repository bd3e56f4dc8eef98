import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { loadErrorWords } from './lib/error-words.ts'
import { createHashHistory } from './lib/hash-history.ts'
import { HashHistoryProvider } from './lib/hash-history-context.tsx'
import { startI18n } from './lib/i18n.ts'
import { createQueryClient } from './lib/query-client.ts'
import { handOverOldSettings } from './lib/settings.ts'
import { followTheme } from './lib/theme.ts'
import './styles/base.css'

followTheme()
startI18n()

const history = createHashHistory(window)
const queryClient = createQueryClient()
const root = document.getElementById('root')

if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <HashHistoryProvider value={history}>
          <App />
        </HashHistoryProvider>
      </QueryClientProvider>
    </StrictMode>,
  )

void loadErrorWords()
// Kept where it is until a later start, where that fails.
handOverOldSettings().catch(() => undefined)
