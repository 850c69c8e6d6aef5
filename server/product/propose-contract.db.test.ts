import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { twoTenants } from '@/prisma/seed/two-tenants'
import * as ingestion from '@/server/ingestion'
import { rereadEnv } from '@/server/platform/env'
import { AppError } from '@/server/platform/errors'
import * as product from '@/server/product'

const people = ['no,code,email', ...Array.from({ length: 60 }, (_, n) => `${n},${'AB'[n % 2]},p${n}@example.org`)]

it("proposes a contract that can be saved as it is, of the domain's own assets alone", async () => {
  const root = path.join(process.env.STOA_DATA_DIR!, 'proposal-files')
  process.env.STOA_FILES_ROOT = path.join(root, '{org}')
  rereadEnv()
  const { a } = await twoTenants()
  mkdirSync(path.join(root, a.org.slug), { recursive: true })
  writeFileSync(path.join(root, a.org.slug, 'people.csv'), `${people.join('\n')}\n`)
  const config = { path: '*.csv' }
  const input = { kind: 'files', name: 'people-files', domain: a.domain.slug, config }
  const connection = await ingestion.createConnection(a.publisher, a.domain.id, input)
  const run = await ingestion.requestSync(a.publisher, connection, { assets: ['people.csv'] })
  for (let n = 0; n < 100; n++) if ((await ingestion.advanceRun(a.scope, run, 300)).ended) break
  const asset = await ingestion.getAssetByRef(a.scope, { connectionName: 'people-files', ref: 'people.csv' })
  const ask = { domainId: a.domain.id, assets: [asset!.id], port: 'main' }
  const { contract, suggestions } = await product.proposeContract(a.scope, ask)
  expect(suggestions.map(({ id, value }) => [id, value])).toEqual(
    expect.arrayContaining([
      ['people.no.primaryKey', true],
      ['people.code.required', true],
      ['people.code.enum', [{ value: 'A' }, { value: 'B' }]],
      ['people.email.classification', 'confidential'],
    ]),
  )
  const outputPorts = [{ name: 'main', version: '1.0.0', contractId: contract.id }]
  const document = { apiVersion: 'v1.0.0', kind: 'DataProduct', id: 'p', status: 'draft', outputPorts }
  const written = product.readDocuments({ product: document, contracts: [contract] })
  const saved = await product.save(a.publisher, { slug: 'proposed', written, dryRun: true })
  expect(saved).toMatchObject({ created: true, version: '1.0.0' })
  await expect(product.proposeContract(a.scope, { ...ask, domainId: 'dom_other' })).rejects.toThrow(AppError)
})
