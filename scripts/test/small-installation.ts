import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import * as access from '@/server/access'
import * as audit from '@/server/audit'
import * as ingestion from '@/server/ingestion'
import { rereadEnv } from '@/server/platform/env'
import * as product from '@/server/product'
import * as serve from '@/server/serve'
import { ask } from '@/server/serve/schema'
import * as tenancy from '@/server/tenancy'
import { migrate } from '../migrate'
import { type Cluster, startPostgres } from '../postgres'
import { placeOf } from '../start/database'
import { loadKeys } from '../start/keys'
import { flags, template } from './database'

export const people = {
  owner: { email: 'olive@small.example', name: 'Olive Owner', password: 'a small password' },
  member: { email: 'max@small.example', name: 'Max Member', password: 'another small password' },
}
const rows = 'no,country\n1,DE\n2,FR\n3,DE\n'

const documents = `apiVersion: v1.0.0
kind: DataProduct
id: orders
status: draft
name: Orders
version: 1.0.0
domain: sales
description: { purpose: Every order of the small shop }
outputPorts: [{ name: all, version: 1.0.0, contractId: orders-contract }]
---
apiVersion: v3.2.0
kind: DataContract
id: orders-contract
version: 1.0.0
servers: [{ server: shop-files, type: custom }]
schema:
  - name: orders
    physicalName: orders.csv
    properties: [{ name: no }, { name: country }]`

/** Makes this process one of the installation in `folder`: its place, its keys, its database. */
export function joinInstallation(folder: string, cluster: Cluster): void {
  delete process.env.STOA_SECRET_KEY
  loadKeys(folder)
  process.env.STOA_DATA_DIR = folder
  process.env.STOA_FILES_ROOT = path.join(folder, 'files')
  process.env.STOA_DATABASE_URL = placeOf(cluster.url('stoa'))
  rereadEnv()
}

export const actorOf = async (scope: tenancy.Actor['scope'], memberId: string): Promise<tenancy.Actor> => {
  const principal = await tenancy.loadPrincipal(scope, memberId)
  if (!principal) throw new Error(`The member ${memberId} is not active.`)
  return { scope, principal, requestId: 'rq_small', via: 'session', scopes: null }
}

/** The rows of the installation's product, as this person reads them. */
export const rowsOf = async (actor: tenancy.Actor) => {
  const plan = await serve.plan(actor, ask.parse({ sql: 'select * from orders.all order by no' }))
  return (await serve.answer(actor, plan)).rows
}

/** A data folder with its database running: one organisation, two people, one product out of one file, a grant, a token. */
export async function makeInstallation(folder: string) {
  execFileSync('cp', ['-a', `${await template()}/.`, folder])
  const cluster = await startPostgres(folder, { flags })
  joinInstallation(folder, cluster)
  await migrate(cluster.url('stoa'))
  fs.mkdirSync(path.join(folder, 'files'))
  fs.writeFileSync(path.join(folder, 'files', 'orders.csv'), rows)

  const { scope, ownerId } = await tenancy.createOrganisation({ slug: 'small', name: 'Small', owner: people.owner })
  const owner = await actorOf(scope, ownerId)
  const { id: domainId } = await tenancy.createDomain(owner, { slug: 'sales', name: 'Sales', description: '' })
  const join = async ({ email, name, password }: typeof people.member) => {
    const { invitation } = await tenancy.inviteMember(owner, { email, name, role: 'member' })
    return tenancy.acceptInvitation({ code: invitation.code, name, password })
  }
  const member = await actorOf(scope, (await join(people.member)).principal.id)
  const files = { kind: 'files', name: 'shop-files', domain: 'sales', config: { path: '*.csv' } }
  const connection = await ingestion.createConnection(owner, domainId, files)
  const run = await ingestion.requestSync(owner, connection, { assets: ['orders.csv'] })
  for (let turn = 0; turn < 100; turn++) if ((await ingestion.advanceRun(scope, run, 300)).ended) break
  await product.save(owner, { slug: 'orders', written: product.readDocuments({ yaml: documents }) })
  await product.publish(owner, { slug: 'orders' })
  const ask = { product: 'orders', port: 'all', purpose: 'analytics', duration: 'P2Y' } as const
  const asked = await access.request(member, ask)
  const decision = { id: asked.id, decision: 'approve', policyVersion: 'roles-1' } as const
  const grant = (await access.decide(owner, decision)).grant!
  const { token } = await tenancy.createToken(member, { name: 'script' })
  const waiting = await tenancy.inviteMember(owner, { email: 'nora@small.example', role: 'member' })
  await audit.seal()
  return { cluster, scope, owner, member, grant, token, code: waiting.invitation.code, run }
}
