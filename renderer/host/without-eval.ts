import { z } from 'zod'

// zod would try `new Function` when the first schema is made; the content security policy reports even the try.
// So this has to be the first import of the page.
z.config({ jitless: true })
