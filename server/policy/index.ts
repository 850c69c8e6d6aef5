// The one place that decides who may do what. Every surface asks here, for one thing (`demand`, `decide`), for what may be found
// (`visibility`) or for values (`mayReadValues`); no other folder has rules of its own. `load` comes first.
export { approvalFor } from './approval-for'
export {
  type ApprovalLevel,
  approvalPace,
  fillsStep,
  levelsOf,
  type Pace,
  standsOn,
} from './approval-steps'
export { decide } from './decide'
export { decisionLog } from './decision-log'
export { demand } from './demand'
export { policiesChanged } from './events'
export { explain, type Question } from './explain'
export { getPolicies } from './get-policies'
export { listDecisions } from './list-decisions'
export { load } from './load'
export { mayReadValues } from './may-read-values'
export { portResource } from './port-resource'
export { type ObjectSight, portSight, type SeenPort } from './port-sight'
export { reach } from './reach'
export { save } from './save'
export type { Action, Circumstances, Decision, Resource, ResourceType } from './schema'
export { sees } from './sees'
export { showRecords } from './show-records'
export { simulate } from './simulate'
export { type SourceSight, sourceSight } from './source-sight'
export { surfaceOf } from './surface-of'
export { scopeOf } from './token-scope'
export { inForce, version } from './version'
export { visibility } from './visibility'
