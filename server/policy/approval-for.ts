import type { Principal } from '@/server/tenancy/schema'
import { type ApprovalStep, approvalPace, approvalSteps, type Pace, type Voice } from './approval-steps'
import type { Approval } from './compile/approval'
import { queryOf } from './facts'
import { type Loaded, loadedOf } from './loaded'
import type { Circumstances, Resource } from './schema'
import { sensitivityOf } from './sensitivity-of'

type Column = { object: string; name: string; type: string; classification: string | null }
export type ApprovalAsk = {
  principal: Principal
  /** The port, with the product that it is of. */
  port: Resource
  columns: readonly Column[]
  purpose?: string
}
export type ApprovalNeeds = {
  /** None: policy agrees by itself. */
  steps: ApprovalStep[]
  pace: Pace
  /** How long somebody may take it in an emergency, in hours; 0: not at all. */
  emergency: number
}

/** Everyone agrees, nobody is fast: what is asked where no policy was read. */
const strictest: ApprovalNeeds = {
  steps: approvalSteps(['owner', 'steward', 'second'].map((role) => ({ role, policy: 'stoa:', class: null }) as Voice)),
  pace: approvalPace,
  emergency: 0,
}

/**
 * Which agreements a request needs and how fast, by the policies of this moment: what permits to request the port and each of its columns
 * say by annotation. Of each, an organisation's own go before the shipped; of several the strictest counts.
 */
export function approvalFor({ principal, port, columns, purpose }: ApprovalAsk): ApprovalNeeds {
  const loaded = loadedOf(principal.orgId)
  if (!loaded) return strictest
  const sensitivity = sensitivityOf(columns.map(({ classification }) => classification))
  const circumstances = { purpose, sensitivity }
  const said = [port, ...columns.map((column) => columnOf(port, column))].map((resource) =>
    heard(loaded, { principal, resource, circumstances }),
  )
  const shortest = (key: keyof Omit<Approval, 'roles'>) => {
    const times = said.flatMap((one) => one.times[key] ?? [])
    return times.length > 0 ? Math.min(...times) : undefined
  }
  return {
    steps: approvalSteps(said.flatMap(({ voices }) => voices)),
    pace: {
      remindAfter: shortest('remind') ?? approvalPace.remindAfter,
      climbAfter: shortest('climb') ?? approvalPace.climbAfter,
      timeOutAfter: shortest('timeout') ?? approvalPace.timeOutAfter,
      answerWithin: shortest('answer') ?? approvalPace.answerWithin,
    },
    emergency: said[0]?.times.breakglass?.reduce((least, hours) => Math.min(least, hours)) ?? 0,
  }
}

type Heard = { voices: Voice[]; times: { [key in keyof Omit<Approval, 'roles'>]?: number[] } }
type Ask = { principal: Principal; resource: Resource; circumstances: Circumstances }

function heard({ set }: Loaded, { principal, resource, circumstances }: Ask): Heard {
  const { held, erred } = set.judge('permit', queryOf({ principal, action: 'request', resource, circumstances }))
  // One that errs permits nothing; that it asks for somebody is heard all the same.
  const failed = erred.flatMap((id) => {
    const roles = set.get(id)?.approval?.roles ?? []
    return roles.length > 0 ? [{ id, said: { roles } as Approval }] : []
  })
  const all = [...held.flatMap((id) => ({ id, said: set.get(id)?.approval ?? {} })), ...failed]
  const chosen = <T>(key: keyof Approval, of: (one: (typeof all)[number]) => T[]): T[] => {
    const saying = all.filter(({ said }) => said[key] !== undefined)
    const own = saying.filter(({ id }) => !isShipped(id))
    return (own.length > 0 ? own : saying).flatMap(of)
  }
  const times: Heard['times'] = {}
  for (const key of ['remind', 'climb', 'timeout', 'answer', 'breakglass'] as const) {
    const found = chosen<number>(key, ({ said }) => (said[key] === undefined ? [] : [said[key]]))
    if (found.length > 0) times[key] = found
  }
  const classification = resource.type === 'column' ? resource.facts?.classification : undefined
  const voices = chosen('roles', ({ id, said }) =>
    (said.roles ?? []).map(
      (role): Voice => ({ role, policy: id, class: classification ? String(classification) : null }),
    ),
  )
  return { voices, times }
}

const isShipped = (id: string) => id.startsWith('stoa:')

/** A class is compared as it is meant, not as it is written. */
function columnOf(port: Resource, { object, name, type, classification }: Column): Resource {
  const { id, domainId, published, within = [] } = port
  const kind = classification?.trim().toLowerCase()
  return {
    type: 'column',
    id: `${id}/${object}/${name}`,
    domainId,
    published,
    facts: { name, object, type, ...(kind && { classification: kind }) },
    within: [{ type: 'port', id }, ...within],
  }
}
