import { selfHosted } from '../../support/registries/simulators.ts'
import { vendorTable } from './vendor-table.ts'

vendorTable(selfHosted)
