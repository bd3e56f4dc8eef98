/** Where each text was scrolled to, by a name the holder chooses; lives as long as its holder. */
export type ViewMemory = Map<string, unknown>
