import { platforms } from '../../support/registries/simulators.ts'
import { vendorTable } from './vendor-table.ts'

vendorTable(platforms)
