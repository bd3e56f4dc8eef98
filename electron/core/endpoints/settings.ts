import type { EndpointsOf } from '../dispatcher.ts'
import type { Events } from '../events/events.ts'
import type { SavedSettings } from '../store/saved-settings.ts'

/** A change is told to every window, the one that made it among them. */
export const createSettingsEndpoints = (
  saved: SavedSettings,
  events: Events,
): EndpointsOf<'settings'> => ({
  'settings.read': () => saved.read(),
  'settings.change': change => {
    const settings = saved.change(change)
    void events.tell('changed', { changed: 'settings', settings })
    return settings
  },
})
