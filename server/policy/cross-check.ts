import * as audit from '@/server/audit'
import { log } from '@/server/platform/log'
import type { Query } from './compile/closure'
import type { Verdict } from './compile/policy-set'
import type { Loaded } from './loaded'
import { referee } from './referee'

/** One decision in so many is asked of cedar-wasm too, which takes a thousand times as long. */
const oneIn = 500
/** At most this part of the time goes there: where policies are many, one question of cedar-wasm takes long, and fewer are asked. */
const share = 1 / 200
let unchecked = 0
let notBefore = 0

/** Whether Cedar's own engine says the same, where this decision is one of those compared; a difference is told at once. */
export function crossCheck(loaded: Loaded, query: Query, verdict: Verdict): boolean {
  if (++unchecked < oneIn) return true
  unchecked = 0
  const began = performance.now()
  if (began < notBefore) return true
  const alike = isAlike(loaded, query, verdict)
  const ended = performance.now()
  notBefore = ended + (ended - began) / share
  return alike
}

function isAlike(loaded: Loaded, query: Query, verdict: Verdict): boolean {
  const theirs = referee(loaded, query)
  if (theirs === verdict.effect) return true
  const detail = {
    policyVersion: loaded.version,
    principal: query.principal.key,
    action: query.action.id,
    ours: verdict.effect,
    theirs,
  }
  log.error('two engines decided differently; denied', {
    org: loaded.scope.orgId,
    resource: query.resource.key,
    ...detail,
  })
  const resource = { type: query.resource.type.toLowerCase(), id: query.resource.id }
  void audit
    .record(loaded.scope, { actor: 'system', action: 'policy.engines_differ', resource, detail })
    .catch((error) => log.error('could not leave an audit entry', { error }))
  return false
}
