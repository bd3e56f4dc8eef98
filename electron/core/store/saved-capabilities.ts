import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { type Capability, capability } from '../../../shared/ipc/schemas/capabilities.ts'
import { vendors } from '../../../shared/model/vendor.ts'

/** Who a registry said it is. */
export const identity = z.object({
  vendor: z.enum(vendors).optional(),
  product: z.string().optional(),
  behind: z.string().optional(),
  /** Value of `Docker-Distribution-Api-Version`. */
  api: z.string().optional(),
  foundAtMs: z.number(),
})
export type Identity = z.infer<typeof identity>

/** Step of the sign-in doctor → what it saw last, and since when. */
const doctorSaw = z.record(z.string(), z.object({ what: z.string(), sinceMs: z.number() }))
export type DoctorSaw = z.infer<typeof doctorSaw>

/** What was learnt of each registry; nothing of it is a secret. */
export type SavedCapabilities = {
  list(registryId: string): readonly Capability[]
  save(registryId: string, capability: Capability): void
  identity(registryId: string): Identity | undefined
  saveIdentity(registryId: string, identity: Identity): void
  doctorSaw(registryId: string): DoctorSaw
  saveDoctorSaw(registryId: string, saw: DoctorSaw): void
  forgetRegistry(registryId: string): void
}

// This key lies beside the names of capabilities and cannot be one, because they have no underscore.
const identityName = '_identity'
const doctorName = '_doctor'

export const createSavedCapabilities = (db: DatabaseSync): SavedCapabilities => {
  const select = db.prepare(
    "SELECT capability FROM capabilities WHERE registry_id = ? AND name NOT GLOB '_*' ORDER BY name",
  )
  const selectOne = db.prepare(
    'SELECT capability FROM capabilities WHERE registry_id = ? AND name = ?',
  )
  const upsert = db.prepare('INSERT OR REPLACE INTO capabilities VALUES (?, ?, ?, ?)')
  const forget = db.prepare('DELETE FROM capabilities WHERE registry_id = ?')
  return {
    list: registryId =>
      select.all(registryId).flatMap(row => capability.safeParse(parse(row.capability)).data ?? []),
    save: (registryId, learnt) =>
      void upsert.run(registryId, learnt.name, JSON.stringify(learnt), learnt.foundAtMs ?? 0),
    identity: registryId =>
      identity.safeParse(parse(selectOne.get(registryId, identityName)?.capability)).data,
    saveIdentity: (registryId, said) =>
      void upsert.run(registryId, identityName, JSON.stringify(said), said.foundAtMs),
    doctorSaw: registryId =>
      doctorSaw.safeParse(parse(selectOne.get(registryId, doctorName)?.capability)).data ?? {},
    saveDoctorSaw: (registryId, saw) =>
      void upsert.run(registryId, doctorName, JSON.stringify(saw), 0),
    forgetRegistry: registryId => void forget.run(registryId),
  }
}

const parse = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}
