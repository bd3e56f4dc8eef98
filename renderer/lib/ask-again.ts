import type { QueryClient, QueryFilters } from '@tanstack/react-query'

/**
 * Asks again for what has changed. A first answer that is still on its way was given before the change: it is let
 * go, or it would be taken for the new one (invalidating alone waits for it).
 */
export const askAgain = async (client: QueryClient, filters: QueryFilters): Promise<void> => {
  await client.cancelQueries(filters)
  await client.invalidateQueries(filters)
}
