import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { loadErrorWords } from './lib/error-words.ts'
import { startI18n } from './lib/i18n.ts'
import { createQueryClient } from './lib/query-client.ts'
import { createAppRouter } from './lib/router.ts'
import { followTheme } from './lib/theme.ts'
import './styles/base.css'

followTheme()
startI18n()

const router = createAppRouter(App)
const queryClient = createQueryClient()
const root = document.getElementById('root')

if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )

void loadErrorWords()
