// Compares what is with what was promised: each promise is measured, a difference becomes one incident with one cause, and what is
// kept again is resolved by itself; two snapshots are compared column by column. No stage before it knows of it.
export { acknowledge } from './acknowledge'
export { compareRows } from './compare-rows'
export { compareSnapshots } from './compare-snapshots'
export { watchDue } from './events'
export { findResource } from './find-resource'
export { getIncident } from './get-incident'
export { listExpectations } from './list-expectations'
export { listIncidents } from './list-incidents'
export { listMeasurements } from './list-measurements'
export { resolve } from './resolve'
export { watchFreshness } from './watch-freshness'
export { watchProduct } from './watch-product'
