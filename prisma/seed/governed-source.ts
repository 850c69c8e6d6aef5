import pg from 'pg'
import { expect } from 'vitest'
import { restCall } from '@/scripts/test/rest-call'
import * as access from '@/server/access'
import * as notify from '@/server/notify'
import * as policy from '@/server/policy'
import * as tenancy from '@/server/tenancy'
import { type DeliveringSource, deliveringSource } from './delivering-source'
import { reads } from './governed-people'
import { type Tenant, twoTenants } from './two-tenants'

const holding = {
  sql: `create table people (id int primary key, mail text, land varchar(20), pay int, born date, seen timestamptz);
    insert into people values
      (1, 'ann@example.org', 'DE', 1234, '1990-05-17', '2001-12-31 23:30:00+00'),
      (2, 'bo@example.org', 'FR', 5678, '1991-06-18', '2002-01-01 00:30:00+00'),
      (3, 'cy@example.org', null, 42, '1992-07-19', null), (4, null, 'DE', -7, null, '2010-06-01 12:00:00+00'),
      (5, 'Åsa “ä” o''hara@büro.example', 'DE', 2147483647, '0001-01-01', '1970-01-01 00:00:00+00');`,
  properties: `
      - { name: nr, physicalName: id }
      - { name: mail }
      - { name: country, physicalName: land }
      - { name: pay }
      - { name: born }
      - { name: seen }`,
}
const columns = ['nr', 'mail', 'country', 'pay', 'born', 'seen']

export const rowRule = (id: string, when: string, before = '') =>
  `@id("${id}") ${before}forbid (principal, ${reads}, resource is Rows::staff::people) ${when};\n`
export const german = rowRule('germans only', 'unless { resource has country && resource.country == "DE" }')
export const masked = (of: string) => rowRule('masked', 'when { true }', `@mask("${of}") `)
export const everyMask = masked('mail:hash, pay:bucket(1000), born:year, seen:year')

/** Five people in a database of somebody else's, given there to one member; the organisation's policies are the test's to write. */
export class GovernedSource {
  credentials!: Awaited<ReturnType<typeof access.rotateCredentials>>

  private constructor(
    readonly a: Tenant,
    readonly there: DeliveringSource,
    readonly id: string,
    readonly token: string,
  ) {}

  static async make(name: string): Promise<GovernedSource> {
    const { a } = await twoTenants()
    const there = await deliveringSource(a, name, holding)
    const { token } = await tenancy.createToken(a.member, { name: 'test' })
    const made = new GovernedSource(a, there, await there.granted(a.member), token)
    expect(await access.deliverGrant(a.scope, made.id)).toBe('active')
    await made.rotate()
    return made
  }

  async rotate() {
    this.credentials = await access.rotateCredentials(this.a.member, this.id)
  }

  async close() {
    await access.revoke(this.a.owner, { id: this.id, note: 'test over' })
    await access.removeDelivery(this.a.scope, this.id)
    await this.there.source.close()
  }

  govern(text: string) {
    return policy.save(this.a.owner, { text })
  }
  watch() {
    return access.watchGrant(this.a.scope, this.id)
  }
  /** The newest that its holder was told of it. */
  async told() {
    const { items } = await notify.list(this.a.scope, this.a.member.principal.id, { limit: 200 })
    const of = items.filter(({ kind }) => ['access/grant.suspended', 'access/grant.resumed'].includes(kind))
    return of.map(({ kind, body }) => [kind, body])
  }
  grant() {
    return access.getGrant(this.a.scope, this.id)
  }
  /** Policies, and the source as the watch leaves it. */
  async governed(text: string) {
    await this.govern(text)
    expect([await this.watch(), (await this.grant()).problem]).toEqual(['active', null])
  }

  get view() {
    return this.credentials.statements[0]!.replace('select * from ', '')
  }

  async signedIn() {
    const { host, port, database } = this.there.source.config
    const { user, password } = this.credentials
    const client = new pg.Client({ host, port, database, user, password })
    client.on('error', () => undefined)
    await client.connect()
    await client.query(`set timezone = 'UTC'`)
    return client
  }

  async inSource() {
    const client = await this.signedIn()
    const list = columns.map((column) => `${column}::text`).join()
    const found = await client.query({ text: `select ${list} from ${this.view} order by 1`, rowMode: 'array' })
    await client.end()
    return found.rows
  }

  async inPortal() {
    const list = columns.map((column) => `cast(${column} as varchar)`).join()
    const body = { sql: `select ${list} from "staff"."people" order by 1`, format: 'json' }
    return JSON.parse((await restCall('POST', '/query', { token: this.token, body })).text).rows
  }
}
