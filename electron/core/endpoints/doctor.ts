import type { Doctor } from '../doctor/doctor.ts'
import type { EndpointsOf } from '../dispatcher.ts'

export const createDoctorEndpoints = (doctor: Doctor): EndpointsOf<'doctor'> => ({
  'doctor.run': async (input, { progress, signal }) => ({
    report: await doctor.run(input, progress, signal),
  }),
})
