import { otherBodies } from './bodies/others.ts'
import { publicBodies } from './bodies/public.ts'
import { boroughServices } from './partnerships/borough-services.ts'
import { boroughTown } from './partnerships/borough-town.ts'
import { countyContracts } from './partnerships/county-contracts.ts'
import { countyEconomy } from './partnerships/county-economy.ts'
import { countyEnvironment } from './partnerships/county-environment.ts'
import { countyFamilies } from './partnerships/county-families.ts'
import { countyHealth } from './partnerships/county-health.ts'
import { countyPlaces } from './partnerships/county-places.ts'
import { countySafety } from './partnerships/county-safety.ts'
import { district, health, police, refuge, voluntary } from './partnerships/others.ts'
import { countyPeople } from './people/county.ts'
import {
  boroughPeople,
  districtPeople,
  healthPeople,
  policePeople,
  refugePeople,
  voluntaryPeople,
} from './people/others.ts'
import type { AuthorityKey, Body, Person, Register } from './shape.ts'

/** Every body the sample county knows. */
export const bodies: Body[] = [...publicBodies, ...otherBodies]

/** The people each authority knows. */
export const people: Record<AuthorityKey, Person[]> = {
  county: countyPeople,
  borough: boroughPeople,
  district: districtPeople,
  police: policePeople,
  health: healthPeople,
  voluntary: voluntaryPeople,
  refuge: refugePeople,
}

/** Every register of the sample county; an authority may have several. */
export const registers: Register[] = [
  countyFamilies,
  countyHealth,
  countySafety,
  countyEnvironment,
  countyEconomy,
  countyPlaces,
  countyContracts,
  boroughServices,
  boroughTown,
  district,
  police,
  health,
  voluntary,
  refuge,
]
