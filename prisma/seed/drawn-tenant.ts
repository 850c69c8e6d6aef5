import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { restCall } from '@/scripts/test/rest-call'
import * as catalog from '@/server/catalog'
import * as ingestion from '@/server/ingestion'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import {
  columnNames,
  type DrawnOrganisation,
  type DrawnPort,
  type DrawnProduct,
  type DrawnRow,
} from './drawn-organisation'
import type { Tenant } from './two-tenants'

/** While grants are asked for, nobody need agree. */
const automatic = `@approval("automatic") permit (principal, action == Action::"request", resource is Port);
@approval("automatic") permit (principal, action == Action::"request", resource is Column);`
const budgets = { rowsPerDay: 1_000_000, callsPerMinute: 6_000 }

const csvOf = (rows: readonly DrawnRow[]) =>
  ['id,mail,country,pay,born', ...rows.map((row) => columnNames.map((name) => row[name] ?? '').join(','))].join('\n')

const portYaml = ({ name }: DrawnPort, slug: string) => `{ name: ${name}, version: 1.0.0, contractId: ${slug}-${name} }`
const columnYaml = ({ name, classification }: DrawnPort['columns'][number]) =>
  `      - { name: ${name}${name === 'nr' ? ', physicalName: id' : ''}${classification ? `, classification: ${classification}` : ''} }`
const contractYaml = ({ name, columns }: DrawnPort, { slug, domain }: DrawnProduct) => `---
apiVersion: v3.2.0
kind: DataContract
id: ${slug}-${name}
version: 1.0.0
servers: [{ server: ${domain}-files, type: custom }]
schema:
  - name: people
    physicalName: ${domain}.csv
    properties:
${columns.map(columnYaml).join('\n')}
`
const yamlOf = (drawn: DrawnProduct) => `apiVersion: v1.0.0
kind: DataProduct
id: ${drawn.slug}
status: draft
name: ${drawn.slug} of the house
version: 1.0.0
domain: ${drawn.domain}
tags: [${drawn.tags.join(', ')}]
description: { purpose: test }
outputPorts: [${drawn.ports.map((port) => portYaml(port, drawn.slug)).join(', ')}]
${drawn.ports.map((port) => contractYaml(port, drawn)).join('')}`

/** A tenant in which everything that was drawn is made, through the product's own use cases; people are told by name. */
export class DrawnTenant {
  private readonly tokens = new Map<string, string>()
  private readonly emails = new Map<string, string>()
  private readonly ids = new Map<string, string>()

  private constructor(
    private readonly tenant: Tenant,
    readonly drawn: DrawnOrganisation,
  ) {}

  static async make(tenant: Tenant, drawn: DrawnOrganisation, folder: string): Promise<DrawnTenant> {
    const made = new DrawnTenant(tenant, drawn)
    made.tokens.set('', (await tenancy.createToken(tenant.owner, { name: 'test' })).token)
    for (const slug of drawn.domains) {
      if (slug !== tenant.domain.slug) await tenancy.createDomain(tenant.owner, { slug, name: slug, description: '' })
      await made.#file(slug, path.join(folder, tenant.org.slug))
    }
    for (const person of drawn.people) await made.#join(person)
    for (const one of drawn.products) await made.#publish(one)
    await made.govern(automatic)
    const agents = new Map<string, string>()
    for (const one of drawn.agents) agents.set(one.name, await made.#employ(one))
    for (const grant of drawn.grants) await made.#ask(grant, agents)
    for (const one of drawn.products) await made.#end(one)
    return made
  }

  /** One call by somebody drawn; by the owner of the fixture where nobody is named. */
  async call(as: string, method: string, route: string, body?: unknown) {
    const { status, headers, text } = await restCall(method, route, { token: this.tokens.get(as)!, body })
    const json = headers.get('content-type')?.startsWith('application/json')
    return { status, text, body: json ? JSON.parse(text) : null }
  }

  /** Policies speak of people by their addresses, which only this organisation has. */
  async govern(text: string) {
    const told = text.replaceAll(/Member::"([^"]+)"/g, (_, name: string) => `Member::"${this.emails.get(name)}"`)
    await this.#must('', 'PUT', '/policies', { text: told })
  }

  async #must(as: string, method: string, route: string, body: unknown) {
    const answer = await this.call(as, method, route, body)
    if (answer.status >= 300)
      throw new Error(`${as || 'owner'} ${method} ${route} ${JSON.stringify(body)}: ${answer.text}`)
    return answer.body
  }

  async #file(domain: string, folder: string) {
    const { owner, scope } = this.tenant
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, `${domain}.csv`), `${csvOf(this.drawn.rows[domain]!)}\n`)
    const { id } = (await tenancy.getDomain(scope, domain))!
    const made = { kind: 'files', name: `${domain}-files`, domain, config: { path: '*.csv' } }
    const connection = await ingestion.createConnection(owner, id, made)
    const run = await ingestion.requestSync(owner, connection, { assets: [`${domain}.csv`] })
    while (!(await ingestion.advanceRun(scope, run, 300)).ended);
  }

  /** By an identity provider, which costs no password hash. */
  async #join({ name, role, domains }: DrawnOrganisation['people'][number]) {
    const { owner, org } = this.tenant
    const email = `${name}-${org.slug}@a.example`
    await tenancy.inviteMember(owner, { email, name, role })
    const identity = { issuer: 'https://idp.example', subject: `${org.slug} ${name}`, email, emailVerified: true }
    const { memberId } = await tenancy.signInWithOidc(identity, org.slug)
    for (const { slug, role: inIt } of domains) await tenancy.setDomainMember(owner, slug, memberId, inIt)
    this.emails.set(name, email)
    this.ids.set(name, memberId)
    this.tokens.set(name, (await tenancy.createToken(await this.tenant.actorOf(memberId), { name: 'test' })).token)
  }

  async #publish(drawn: DrawnProduct) {
    const { owner } = this.tenant
    await product.save(owner, { slug: drawn.slug, written: product.readDocuments({ yaml: yamlOf(drawn) }) })
    if (drawn.state !== 'draft') await product.publish(owner, { slug: drawn.slug })
    await this.#index(drawn.slug)
  }
  async #end({ slug, state }: DrawnProduct) {
    const note = 'It ends.'
    const endsAt = new Date(Date.now() + 86_400_000).toISOString()
    if (state === 'deprecated' || state === 'retired')
      await this.#must('', 'POST', `/products/${slug}/deprecate`, { note, endsAt })
    if (state === 'retired') await this.#must('', 'POST', `/products/${slug}/retire`, { note })
    await this.#index(slug)
  }
  /** As the job does that hears of a change. */
  async #index(slug: string) {
    const { scope } = this.tenant
    const { id } = (await product.resource(scope, slug))!
    await catalog.indexEntry(scope, id, () => product.describe(scope, id))
  }

  async #employ({ name, sponsor, scopes }: DrawnOrganisation['agents'][number]): Promise<string> {
    const endsAt = new Date(Date.now() + 86_400_000).toISOString()
    const made = { name, sponsor: this.ids.get(sponsor), purpose: 'analytics', endsAt, budgets }
    const { id } = await this.#must(sponsor, 'POST', '/agents', made)
    this.tokens.set(name, (await this.#must(sponsor, 'POST', `/agents/${id}/tokens`, { scopes })).token)
    return id
  }

  /** People ask for themselves, sponsors for their agents, and somebody in a domain for it. */
  async #ask({ holder, columns, ...grant }: DrawnOrganisation['grants'][number], agents: ReadonlyMap<string, string>) {
    const { agents: employed, people } = this.drawn
    const sponsor = employed.find(({ name }) => name === holder)?.sponsor
    const inside = people.find(({ domains }) => domains.some(({ slug }) => slug === holder))?.name
    const isPerson = people.some(({ name }) => name === holder)
    const asks = isPerson ? holder : (sponsor ?? inside)
    if (asks === undefined) return // a domain without people reads nothing
    const forWhom = isPerson ? {} : { for: agents.get(holder) ?? holder }
    const ask = {
      ...grant,
      purpose: 'analytics',
      duration: 'P30D',
      ...(columns && { columns: columns.map((one) => `people.${one}`) }),
      ...forWhom,
    }
    const { state } = await this.#must(asks, 'POST', '/access-requests', ask)
    if (state !== 'approved') throw new Error(`${asks} ${JSON.stringify(ask)}: ${state}`)
  }
}
