import { answerFromSamples } from './sample-core.ts'

// Before any code of the renderer: what it asks of the core is answered from samples.
answerFromSamples(window)
await import('./start.tsx')
