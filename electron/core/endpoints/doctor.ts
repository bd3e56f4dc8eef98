import type { Doctor } from '../doctor/doctor.ts'
import type { Endpoints } from '../dispatcher.ts'

export const createDoctorEndpoints = (doctor: Doctor): Pick<Endpoints, 'doctor.run'> => ({
  'doctor.run': async (input, { progress, signal }) => ({
    report: await doctor.run(input, progress, signal),
  }),
})
