import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { closeDatabase, type OrgScope, withOrg } from '@/server/platform/db'
import type { Place } from '@/server/platform/place'
import { listTurnIds, type Name, type Turn } from './turn-store'

let a: Tenant
let b: Tenant
const moment = new Date('2026-03-01T12:00:00Z')

type Step = { role: string; state: string; by?: string; onBehalfOf?: string }
type Made = { domain: string; by: string; steps: Step[]; state?: string; at?: Date }
const make = (scope: OrgScope, id: string, { domain, by, steps, state = 'submitted', at = moment }: Made) =>
  withOrg(scope, async (tx) => {
    const { orgId } = scope
    const asked = { productId: 'prd_1', productSlug: 'one', productTitle: 'One', port: 'rows', purpose: 'analytics' }
    const terms = { duration: 'P30D', productVersion: '1.0.0', contractId: 'one', contractVersion: '1.0.0' }
    const data = { orgId, id, principalId: by, holderId: by, domainId: domain, state, createdAt: at, movedAt: at }
    await tx.accessRequest.create({ data: { ...data, ...asked, ...terms } })
    const rows = steps.map((step, position) => ({ ...step, orgId, requestId: id, position, because: 'It is so.' }))
    await tx.accessRequestStep.createMany({ data: rows.map((row) => ({ ...row, id: `stp_${id}${row.position}` })) })
  })

const owner: Step = { role: 'owner', state: 'waiting' }
const steward: Step = { role: 'steward', state: 'waiting' }
const taken = (by: string, onBehalfOf?: string): Step => ({ role: 'owner', state: 'approved', by, onBehalfOf })
const second: Step = { role: 'second', state: 'waiting' }
const requests: Record<string, Made> = {
  req_1: { domain: 'dom_a', by: 'mem_x', steps: [owner] },
  req_2: { domain: 'dom_a', by: 'mem_x', steps: [owner] },
  req_3: { domain: 'dom_a', by: 'mem_x', steps: [taken('mem_y'), second], at: new Date(moment.getTime() - 1) },
  req_4: { domain: 'dom_b', by: 'mem_x', steps: [owner] },
  req_5: { domain: 'dom_a', by: 'mem_me', steps: [owner] },
  req_6: { domain: 'dom_a', by: 'mem_x', steps: [taken('mem_me'), second] },
  req_7: { domain: 'dom_a', by: 'mem_x', steps: [taken('mem_y', 'mem_me'), second] },
  req_8: { domain: 'dom_b', by: 'mem_x', steps: [taken('mem_y'), steward] },
  req_9: { domain: 'dom_a', by: 'mem_x', steps: [owner], state: 'approved' },
  req_10: { domain: 'dom_c', by: 'mem_away', steps: [owner] },
  req_11: { domain: 'dom_c', by: 'mem_x', steps: [owner], at: new Date(moment.getTime() + 1) },
}

beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  for (const [id, made] of Object.entries(requests)) await make(a.scope, id, made)
  await make(b.scope, 'req_1', { domain: 'dom_a', by: 'mem_x', steps: [owner] })
}, 60_000)
afterAll(closeDatabase)

const me: Name = { principalId: 'mem_me', domainIds: ['dom_a'], steward: false }
const away: Name = { principalId: 'mem_away', domainIds: ['dom_c'], steward: false }
const turns: [string, Name[], string[]][] = [
  ['in a domain: not their own, and none they or somebody for them decided', [me], ['req_3', 'req_1', 'req_2']],
  ['in several', [{ ...me, domainIds: ['dom_b', 'dom_a'] }], ['req_3', 'req_1', 'req_2', 'req_4']],
  ['of a steward', [{ ...me, domainIds: [], steward: true }], ['req_8']],
  ['of a steward of a domain', [{ ...me, steward: true }], ['req_3', 'req_1', 'req_2', 'req_8']],
  ['in the place of another, whose own it is not either', [me, away], ['req_3', 'req_1', 'req_2', 'req_11']],
  ['nowhere', [{ ...me, domainIds: [] }], []],
  ['in nobody’s name', [], []],
]

it.each(turns)('what waits for somebody %s', async (_, as, expected) => {
  const turn: Turn = { principalId: 'mem_me', as }
  expect(await listTurnIds(a.scope, turn, { after: null, take: 50 })).toEqual(expected)
  const paged: string[] = []
  for (let after: Place = null; ; ) {
    const [id] = await listTurnIds(a.scope, turn, { after, take: 1 })
    if (id === undefined) break
    paged.push(id)
    after = { at: requests[id]!.at ?? moment, id }
  }
  expect(paged).toEqual(expected)
})

it('is of one organisation', async () => {
  expect(await listTurnIds(b.scope, { principalId: 'mem_me', as: [me] }, { after: null, take: 50 })).toEqual(['req_1'])
})
