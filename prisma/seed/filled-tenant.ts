import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as catalog from '@/server/catalog'
import * as ingestion from '@/server/ingestion'
import * as observe from '@/server/observe'
import * as policy from '@/server/policy'
import type { Tenant } from './two-tenants'

/** One REST call as somebody of the tenant; a status that was not awaited throws. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>
/** The fields of answers that a filled tenant is made of. */
type Answer = {
  id: string
  slug: string
  runId: string
  receipt: string
  items: { id: string }[]
  snapshots: { id: string; asset: string }[]
  grant: string
  invitation: { code: string }
  review: { id: string }
  adjustments: { id: string }[]
}

const documents = (name: string) => `apiVersion: v1.0.0
kind: DataProduct
id: ${name}-orders
status: draft
name: Orders of ${name}
version: 1.0.0
domain: ${name}-team
tags: [tag-of-${name}]
description: { purpose: What ${name} sold }
outputPorts: [{ name: ${name}-rows, version: 1.0.0, contractId: ${name}-contract }]
---
apiVersion: v3.2.0
kind: DataContract
id: ${name}-contract
version: 1.0.0
servers: [{ server: ${name}-files, type: custom }]
schema:
  - name: orders
    physicalName: ${name}.csv
    properties:
      - { name: id, logicalType: integer, required: true }
      - { name: word, logicalType: string }
    quality: [{ metric: rowCount, mustBeGreaterThan: 100, severity: warning, name: Many orders of ${name} }]
`

/**
 * Fills an organisation with one of everything that has an id, through the same calls that people make. Everything that has a
 * name carries the tenant's, so that a trace of it in another organisation's answer shows.
 */
export async function fillTenant(tenant: Tenant, filesRoot: string, call: { owner: Call; member: Call }) {
  const name = tenant.org.slug
  const { owner, member } = call
  const folder = path.join(filesRoot, tenant.org.slug)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, `${name}.csv`), `id,word\n1,word-of-${name}\n2,other-of-${name}\n`)
  const domain = await owner('POST', '/domains', { slug: `${name}-team`, name: `Team of ${name}` })
  const connection = await owner('POST', '/connections', {
    kind: 'files',
    name: `${name}-files`,
    domain: domain.slug,
    config: { path: '*.csv' },
  })
  const { runId: run } = await owner('POST', `/connections/${connection.id}/sync`, { assets: [`${name}.csv`] })
  while (!(await ingestion.advanceRun(tenant.scope, run)).ended);
  const { snapshots } = await owner('GET', `/runs/${run}`)
  const product = `${name}-orders`
  const port = `${name}-rows`
  await owner('PUT', `/products/${product}`, { yaml: documents(name) })
  await owner('POST', `/products/${product}/publish`, { note: `Note of ${name}` })
  await owner('PUT', `/products/${product}`, { yaml: documents(name).replace('What', 'All that') })
  const ask = { product, port, purpose: 'analytics', duration: 'P30D', reason: `Reason of ${name}` }
  const request = await member('POST', '/access-requests', ask)
  const decided = await owner('POST', `/access-requests/${request.id}/decision`, { decision: 'approve' })
  const answer = await member('POST', '/query', { sql: `select * from "${product}"."${port}"`, format: 'json' })
  const queries = await member('GET', '/queries')
  const told = await member('GET', '/notifications')
  const spare = await owner('POST', '/tokens', { name: `Spare of ${name}` })
  const invited = await owner('POST', '/members', {
    email: `next@${name}.example`,
    name: `Next of ${name}`,
    role: 'member',
  })
  const until = new Date(Date.now() + 86_400_000).toISOString()
  const away = await owner('POST', '/delegations', { to: tenant.auditor.principal.id, until })
  const review = await owner('POST', '/access-reviews', { title: `Review of ${name}`, dueAt: until })
  const agent = await owner('POST', '/agents', {
    name: `Agent of ${name}`,
    sponsor: tenant.owner.principal.id,
    purpose: 'analytics',
    endsAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    budgets: { rowsPerDay: 1_000, callsPerMinute: 60 },
  })
  const agentToken = await owner('POST', `/agents/${agent.id}/tokens`, { name: `Token of ${name}` })
  const webhook = await owner('POST', '/webhooks', { url: `https://${name}.example/hook` })
  await owner('POST', '/recent-searches', { q: `recent ${name}` })
  const { items: recent } = await owner('GET', '/recent-searches')
  const saved = await owner('POST', '/saved-searches', { name: `Search of ${name}`, q: name })
  const item = await fillContext(tenant, { folder, domain: domain.slug }, { owner, member })
  await observe.watchProduct(tenant.scope, product)
  const { items: incidents } = await owner('GET', `/incidents?product=${product}`)
  const incident = incidents[0]!.id
  const { adjustments } = await owner('POST', `/incidents/${incident}/adjust`, {
    kind: 'degrade',
    note: `Adjustment of ${name}`,
  })
  const { items: expectations } = await owner('GET', `/products/${product}/expectations`)
  const made = {
    name,
    recentSearch: recent[0]!.id,
    savedSearch: saved.id,
    item,
    incident,
    adjustment: adjustments[0]!.id,
    expectation: expectations[0]!.id,
    wanted: await askInVain(tenant),
    webhook: webhook.id,
    agent: agent.id,
    agentToken: agentToken.id,
    review: review.review.id,
    reviewItem: review.items[0]!.id,
    delegation: away.id,
    domain: domain.slug,
    connection: connection.id,
    run: run,
    asset: snapshots[0]!.asset,
    ref: `${name}.csv`,
    snapshot: snapshots[0]!.id,
    product,
    port,
    request: request.id,
    grant: decided.grant,
    receipt: answer.receipt,
    query: queries.items[0]!.id,
    notification: told.items[0]!.id,
    token: spare.id,
    invitation: invited.invitation.code,
    member: tenant.auditor.principal.id,
  }
  for (const [kind, id] of Object.entries(made)) if (!id) throw new Error(`no ${kind} came of filling ${name}`)
  return made
}

const notes = (name: string) =>
  documents(name)
    .split('- name: orders')[0]!
    .replace(`id: ${name}-orders`, `id: ${name}-notes`)
    .replace('Orders of', 'Notes of')
    .replaceAll(`${name}-contract`, `${name}-notes-contract`)
    .replace(`${name}-files`, `${name}-pages`)
    .concat(`- { name: pages, physicalName: ${name}.md, properties: [{ name: body, logicalType: string }] }\n`)

/** A page that the member may read as a part of a context product; the answer is its id. */
async function fillContext(
  { scope, org: { slug: name } }: Tenant,
  { folder, domain }: { folder: string; domain: string },
  { owner, member }: { owner: Call; member: Call },
): Promise<string> {
  writeFileSync(path.join(folder, `${name}.md`), `# Page of ${name}\n\nword-of-${name}\n`)
  const config = { path: `${name}.md`, readers: { everyone: true } }
  const connection = await owner('POST', '/connections', { kind: 'files', name: `${name}-pages`, domain, config })
  const { runId } = await owner('POST', `/connections/${connection.id}/sync`, { assets: [`${name}.md`] })
  while (!(await ingestion.advanceRun(scope, runId)).ended);
  await owner('PUT', `/products/${name}-notes`, { yaml: notes(name) })
  await owner('POST', `/products/${name}-notes/publish`, {})
  const ask = { product: `${name}-notes`, port: `${name}-rows`, purpose: 'analytics', duration: 'P30D' }
  const request = await member('POST', '/access-requests', ask)
  await owner('POST', `/access-requests/${request.id}/decision`, { decision: 'approve' })
  return (await member('GET', '/context/search?q=page')).items[0]!.id
}

/** Three people search for what is not there; answers the entry of the board that this makes. */
async function askInVain({ scope, org, owner, member, auditor }: Tenant): Promise<string> {
  await policy.load(scope)
  const sight = policy.visibility(owner.principal)
  for (const { principal } of [owner, member, auditor])
    await catalog.noteMiss(scope, sight, { principal, q: `wanted ${org.slug}` })
  return (await catalog.listWanted(scope, sight, { state: 'open', limit: 1 })).items[0]!.id
}

export type Filled = Awaited<ReturnType<typeof fillTenant>>
