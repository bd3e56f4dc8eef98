import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type RouteComponent,
} from '@tanstack/react-router'

/** The hash holds the selection; lib/place.ts reads it. The frame stays mounted, so only the root has a component. */
export const createAppRouter = (component: RouteComponent) => {
  const root = createRootRoute({ component, notFoundComponent: () => null })
  const paths = [
    '/',
    '/r/$registryId',
    '/r/$registryId/$repository',
    '/r/$registryId/$repository/$reference',
    '/draft/$draftId',
  ] as const
  return createRouter({
    routeTree: root.addChildren(
      paths.map(path => createRoute({ getParentRoute: () => root, path, component: () => null })),
    ),
    history: createHashHistory(),
    pathParamsAllowedCharacters: [':', '@', '+'],
    // The query is plain text: `tab=values`, not JSON.
    parseSearch: text => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: search => {
      const text = new URLSearchParams(search as Record<string, string>).toString()
      return text === '' ? '' : `?${text}`
    },
    defaultPreload: false,
  })
}
