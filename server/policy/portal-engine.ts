import type { Engine } from './port-sight'
import { saltOf } from './salt-of'

/** The portal's own engine, where nobody sees the text of a view. */
export const portalEngine: Engine = { dialect: 'duckdb', salt: (orgId) => `'${saltOf(orgId)}'` }
