// The one place that decides who may do what. Every surface asks here, for one thing (`demand`, `decide`), for what may be found
// (`visibility`) or for values (`mayReadValues`); no other folder has rules of its own.
export {
  type ApprovalLevel,
  type ApprovalRole,
  type ApprovalRule,
  approvalRule,
  approvalSteps,
  fillsStep,
  levelsOf,
  mayBreakGlass,
  standsOn,
} from './approval-steps'
export { decide } from './decide'
export { demand } from './demand'
export { mayReadValues } from './may-read-values'
export { version } from './role-table'
export type { Action, Decision, Resource, ResourceType } from './schema'
export { scopeOf } from './token-scope'
export { visibility } from './visibility'
