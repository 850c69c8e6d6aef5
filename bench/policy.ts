// What a decision costs through the one door of policy, at few and at many policies of an organisation beside the shipped ones: with
// the entities prepared, and with those of a request made anew. Beside it cedar-wasm, asked the same of the same policies. And what a
// search may find, as every request asks it. Times are told as the middle, and between which two the middle half lies.
// Usage: tsx bench/policy.ts [seconds for each figure=1]
import fs from 'node:fs'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import pg from 'pg'
import setup from '@/scripts/test/database'
import { closeDatabase, mintScope } from '@/server/platform/db'
import { newId } from '@/server/platform/ids'
import * as policy from '@/server/policy'
import type { Principal } from '@/server/tenancy/schema'

const seconds = Number(process.argv[2] ?? 1)
const AT_ONCE = 100 // decisions that are timed together: a clock is no finer
const WARM_MS = 1_000
const scope = mintScope(newId('organisation'))
const orgId = scope.orgId

/** Times in µs of one call, each the mean of so many; the three quarters of them. */
function quarters(run: (n: number) => unknown, atOnce = AT_ONCE) {
  const times: number[] = []
  let n = 0
  const turn = (until: number, least: number, note: (ms: number) => void) => {
    for (let done = 0; done < least || performance.now() < until; done++) {
      const began = performance.now()
      for (let one = 0; one < atOnce; one++) run(n++)
      note(performance.now() - began)
    }
  }
  turn(performance.now() + WARM_MS, 10, () => undefined)
  turn(performance.now() + seconds * 1000, 20, (ms) => times.push((ms * 1000) / atOnce))
  times.sort((one, other) => one - other)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN
  return { low: at(0.25), p50: at(0.5), high: at(0.75) }
}
type Quarters = ReturnType<typeof quarters>
const digits = (us: number) => (us < 10 ? us.toFixed(2) : us.toFixed(0))
const told = ({ low, p50, high }: Quarters) => `${digits(p50)} µs (${digits(low)} to ${digits(high)})`

const reads = 'action in [Action::"preview", Action::"query"]'
/** Policies as organisations write them, `NN` for the number of each: of one team, one person, one product, one slug. */
const few = [
  `permit (principal in Domain::"dom_NN", ${reads}, resource in Product::"prd_NN");`,
  `permit (principal == Member::"mbr_NN", ${reads}, resource == Port::"prd_NN/all");`,
  `forbid (principal, ${reads}, resource in Product::"prd_NN") when { principal.role == "auditor" };`,
  `permit (principal, ${reads}, resource) when { resource.product == "product-NN" && principal in Domain::"dom_NN" };`,
  `forbid (principal in Domain::"dom_NN", action == Action::"discover", resource is Product) when { resource.tags.contains("secret-NN") };`,
]
const reaching = [
  `permit (principal, ${reads}, resource in Product::"prd_1") when { resource.tags.contains("shared") || principal.id == "NN" };`,
]
const unindexed = [
  `forbid (principal, ${reads}, resource) when { resource has tags && resource.tags.contains("NN") && principal.role == "member" };`,
]
const narrowing = [
  `forbid (principal, action == Action::"discover", resource is Product) when { resource.tags.contains("secret-NN") };`,
  `permit (principal in Domain::"dom_1", action == Action::"discover", resource == Product::"prd_NN");`,
]

type Own = { id: string; text: string; json: unknown }
function written(shapes: readonly string[], count: number): Own[] {
  const parsed = shapes.map((text) => {
    const answer = cedar.policyToJson(text)
    if (answer.type === 'failure') throw new Error(`${text}: ${answer.errors[0]?.message}`)
    return JSON.stringify(answer.json)
  })
  return Array.from({ length: count }, (_, at) => {
    const [shape, number] = [at % shapes.length, String(Math.floor(at / shapes.length))]
    const text = shapes[shape]!.replaceAll('NN', number)
    return { id: `own ${at}`, text, json: JSON.parse(parsed[shape]!.replaceAll('NN', number)) }
  })
}

let number = 0
/** Makes these the organisation's policies, and reads them as every door does. */
async function govern(owner: pg.Client, own: readonly Own[]) {
  await owner.query(
    `insert into policy_version (org_id, number, text, policies, created_by, created_at) values ($1, $2, '', $3, 'bench', now())`,
    [orgId, ++number, JSON.stringify(own)],
  )
  await policy.load(scope)
}

const member = (n: number): Principal => ({
  id: `mbr_${n}`,
  type: 'member',
  orgId,
  name: 'Ann',
  email: `ann${n}@example.org`,
  role: 'member',
  domains: [1, 2].map((at) => ({ id: `dom_${n + at - 1}`, slug: 'd', name: 'D', role: 'member' })),
})
const port = (n: number): policy.Resource => ({
  type: 'port',
  id: `prd_${n}/all`,
  domainId: `dom_${n + 50}`,
  published: true,
  held: n % 2 === 0,
  facts: { name: 'all', product: `product-${n}`, tags: ['shared', 'daily'] },
  within: [{ type: 'product', id: `prd_${n}` }],
})
const [members, ports] = [Array.from({ length: 8 }, (_, n) => member(n)), Array.from({ length: 8 }, (_, n) => port(n))]
const circumstances: policy.Circumstances = { surface: 'portal' }
const ask = (n: number) => ({
  principal: members[n % 8]!,
  action: 'query' as const,
  resource: ports[(n >> 3) % 8]!,
  circumstances,
})

const shipped = fs.readFileSync('server/policy/shipped.cedar', 'utf8')
const uid = (type: string, id: string) => ({ type, id })
const ref = (type: string, id: string) => ({ __entity: uid(type, id) })
/** The same asked of cedar-wasm, which keeps the policies parsed and is handed the entities. */
function theirs(own: readonly Own[]) {
  const parts = cedar.policySetTextToParts(shipped)
  if (parts.type === 'failure') throw new Error(parts.errors[0]?.message)
  const texts = [
    ...parts.policies.map((text, at): [string, string] => [`shipped ${at}`, text]),
    ...own.map(({ id, text }): [string, string] => [id, text]),
  ]
  const answer = cedar.preparsePolicySet('bench', { staticPolicies: Object.fromEntries(texts) })
  if (answer.type === 'failure') throw new Error(answer.errors[0]?.message)
  const calls = Array.from({ length: 64 }, (_, n) => {
    const { principal, resource } = ask(n)
    const domains = principal.domains.map(({ id }) => uid('Domain', id))
    const { id, email, role } = principal
    const facts = resource.facts as { name: string; product: string; tags: string[] }
    const entities: cedar.EntityJson[] = [
      {
        uid: uid('Member', id),
        attrs: { id, email: email!, role, manages: [], owns: [] },
        parents: [uid('Role', 'member'), ...domains],
      },
      {
        uid: uid('Port', resource.id),
        attrs: {
          ...facts,
          domain: ref('Domain', resource.domainId!),
          published: true,
          held: resource.held!,
        },
        parents: [
          uid('Domain', resource.domainId!),
          uid('Product', resource.within![0]!.id),
          uid('Organisation', orgId),
        ],
      },
    ]
    return {
      principal: uid('Member', id),
      action: uid('Action', 'query'),
      resource: uid('Port', resource.id),
      context: { surface: 'portal' },
      preparsedPolicySetId: 'bench',
      entities,
    }
  })
  return (n: number) => {
    const answered = cedar.statefulIsAuthorized(calls[n % 64]!)
    if (answered.type === 'failure') throw new Error(answered.errors[0]?.message)
    return answered.response
  }
}

function demandAlike(asked: (n: number) => { decision: string }) {
  for (let n = 0; n < 64; n++)
    if (policy.decide(ask(n)).effect !== asked(n).decision) throw new Error(`the two engines differ (${n})`)
}

type Case = { what: string; own: Own[]; limits?: boolean }
async function decisions(owner: pg.Client, { what, own, limits }: Case) {
  await govern(owner, own)
  const asked = theirs(own)
  demandAlike(asked)
  const prepared = quarters((n) => policy.decide(ask(n)))
  const rebuilt = quarters((n) => {
    const { principal, resource, ...rest } = ask(n)
    return policy.decide({ ...rest, principal: { ...principal }, resource: { ...resource } })
  })
  const wasm = quarters(asked, 1)
  console.log(
    `${what}: ${told(prepared)}${limits ? ', limit 1' : ''}; entities made anew ${told(rebuilt)}${limits ? ', limit 15' : ''}; ` +
      `cedar-wasm ${told(wasm)}, ratio ${(wasm.p50 / prepared.p50).toFixed(0)}`,
  )
}

async function sights(owner: pg.Client, what: string, own: Own[]) {
  await govern(owner, own)
  let fresh = 100
  const first = quarters(() => policy.visibility({ ...member(1), id: `mbr_${fresh++}` }), 1)
  const again = quarters(() => policy.visibility(member(1)))
  console.log(
    `what may be found, ${what}: ${told(first)} for one who asks first, limit 2,000; ${told(again)} for one who asked before`,
  )
}

const stop = await setup()
const owner = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
try {
  await owner.connect()
  console.log('a decision:')
  await decisions(owner, { what: 'the shipped policies alone', own: [] })
  for (const count of [10, 10_000])
    await decisions(owner, {
      what: `${count.toLocaleString('en')} policies, few apply`,
      own: written(few, count),
      limits: true,
    })
  for (const count of [3, 20])
    await decisions(owner, {
      what: `10,000 policies, of which ${count} permit a product's reading`,
      own: [...written(few, 10_000 - count), ...written(reaching, count).map((one) => ({ ...one, id: `r${one.id}` }))],
    })
  for (const count of [10, 100, 1_000])
    await decisions(owner, {
      what: `${count.toLocaleString('en')} rules that no index helps`,
      own: written(unindexed, count),
    })
  await sights(owner, '1,000 policies of which few reach anyone', written(few, 1_000))
  await sights(owner, '1,000 policies that narrow everyone', written(narrowing, 1_000))
  console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
} finally {
  await owner.end()
  await closeDatabase()
  await stop()
}
process.exit(0)
