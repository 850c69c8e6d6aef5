import fs from 'node:fs'
import path from 'node:path'
import * as access from '@/server/access'
import * as ingestion from '@/server/ingestion'
import * as policy from '@/server/policy'
import * as product from '@/server/product'
import * as tenancy from '@/server/tenancy'
import { awaitRun } from './await-run'
import { type Cast, organisation, seedPeople } from './demo-people'
import { fillSource, reader } from './demo-source'

const DAY_MS = 86_400_000

type Settings = {
  /** Of the demo's people, and of the source's reader. */
  password: string
  /** The owner's address of the database that the demo reads from. */
  sourceUrl: string
  /** STOA_FILES_ROOT: the flights and the strikes are laid into its folder `demo`. */
  filesRoot: string
}

/**
 * Fills the demo organisation through the same use cases that people use, so that every number on a screen is one the product
 * computed. What is there already stays, so that a start which was cut off goes on where it stopped.
 */
export async function seedDemo({ password, sourceUrl, filesRoot }: Settings): Promise<void> {
  layFiles(filesRoot.replaceAll('{org}', organisation.slug))
  const [cast] = await Promise.all([seedPeople(password), fillSource(sourceUrl, password)])
  const { olga, sam, pavel } = cast
  const folder = { kind: 'files', config: { path: 'demo/*' } }
  const files = ['demo/flights-3m.parquet', 'demo/flights-200k.json']
  const handbook = { kind: 'files', config: { path: 'demo/handbook/**/*.md', readers: { everyone: true } } }
  const { hostname, port, pathname } = new URL(sourceUrl)
  const source = {
    kind: 'postgres',
    config: {
      host: hostname,
      port: Number(port),
      database: pathname.slice(1),
      user: reader,
      schemas: ['public'],
      delivery: 'source',
    },
    secrets: { password },
  }
  await Promise.all([
    copied(olga, { ...folder, name: 'operations-files', domain: 'operations' }, files),
    copied(sam, { ...folder, name: 'safety-files', domain: 'safety' }, ['demo/birdstrikes.csv']),
    copied(pavel, { ...source, name: 'reference-database', domain: 'reference' }, [
      'public.airports',
      'public.cities',
      'public.zip_codes',
    ]),
    copied(pavel, { ...handbook, name: 'handbook-files', domain: 'reference' }, [handbook.config.path]),
  ])
  await published(olga, 'flight-delays', 'First release, January to June 2001.')
  await published(olga, 'flights-200k', 'The first cut.')
  await published(sam, 'bird-strikes', 'First release of the sample.')
  for (const slug of ['airports', 'cities', 'zip-codes']) await published(pavel, slug, 'From the reference database.')
  await published(pavel, 'handbook', 'The handbook of this release.')
  await retired(olga)
  await asked(cast)
  await watched(pavel)
}

function layFiles(root: string) {
  const folder = path.join(root, 'demo')
  fs.mkdirSync(folder, { recursive: true })
  for (const name of ['flights-3m.parquet', 'flights-200k.json', 'birdstrikes.csv']) {
    const target = path.join(folder, name)
    if (fs.existsSync(target)) continue
    fs.copyFileSync(path.resolve('node_modules/vega-datasets/data', name), `${target}.new`)
    fs.renameSync(`${target}.new`, target)
  }
  // The handbook is this very release's: what an older one had is written over.
  fs.cpSync(path.resolve('docs'), path.join(folder, 'handbook'), {
    recursive: true,
    filter: (from) => fs.statSync(from).isDirectory() || from.endsWith('.md'),
  })
}

type NewConnection = Parameters<typeof ingestion.createConnection>[2]

/** A connection, and a copy of each of these assets. */
async function copied(actor: tenancy.Actor, settings: NewConnection, refs: string[]) {
  const { scope } = actor
  const { id: domainId } = await tenancy.getDomain(scope, settings.domain)
  const known = await ingestion.findConnection(scope, { name: settings.name })
  const connection = known?.id ?? (await ingestion.createConnection(actor, domainId, settings))
  const missing: string[] = []
  for (const ref of refs) {
    const asset = await ingestion.getAssetByRef(scope, { connectionName: settings.name, ref })
    if (!asset?.syncedAt) missing.push(ref)
  }
  if (missing.length === 0) return
  const id = await ingestion.requestSync(actor, connection, { assets: missing })
  await awaitRun(scope, id, settings.name)
}

/** The product of that name, from its documents beside this file. */
async function published(actor: tenancy.Actor, slug: string, note: string) {
  const known = await product.resource(actor.scope, slug)
  if (known?.published) return
  const yaml = fs.readFileSync(path.resolve('prisma/seed/demo', `${slug}.yaml`), 'utf8')
  await product.save(actor, { slug, written: product.readDocuments({ yaml }) })
  await product.publish(actor, { slug, note })
}

/** The first cut of the flights was replaced, and says by what. */
async function retired(actor: tenancy.Actor) {
  const slug = 'flights-200k'
  const { status } = await product.get(actor.scope, { slug })
  const note = 'Flight delays has all three million flights, with airports and dates.'
  if (status === 'published') {
    const endsAt = new Date(Date.now() + DAY_MS).toISOString()
    await product.deprecate(actor, { slug, note, endsAt, replacement: 'flight-delays' })
  }
  if (status !== 'retired') await product.retire(actor, { slug, note })
}

/** Three requests: one granted, two that wait for their deciders. */
async function asked({ sam, olga, stella, pavel }: Cast) {
  const wait = [
    [
      olga,
      {
        product: 'bird-strikes',
        port: 'strikes',
        purpose: 'operations',
        duration: 'P90D',
        reason: 'To see which of our delays began with a bird.',
      },
    ],
    [
      stella,
      {
        product: 'flight-delays',
        port: 'departures',
        purpose: 'research',
        duration: 'P30D',
        reason: 'To check what the description promises.',
      },
    ],
  ] as const
  for (const [who, ask] of wait) if (!(await hasAsked(who, ask.product))) await access.request(who, ask)
  if (await hasAsked(sam, 'airports')) return
  const reason = 'To give each strike its place on the map.'
  const request = await access.request(sam, {
    product: 'airports',
    port: 'airports',
    purpose: 'analytics',
    duration: 'P1Y',
    reason,
  })
  const decision = { id: request.id, decision: 'approve', note: 'Reference data is for everybody.' } as const
  await access.decide(pavel, { ...decision, policyVersion: await policy.version(pavel.scope) })
}

/** How access is given here, copied every quarter of an hour from Stoa itself; last, so that there is something to see. */
async function watched(actor: tenancy.Actor) {
  ingestion.supplyRecords(access.showRecords)
  const records = { kind: 'stoa', name: 'stoa-records', domain: 'platform', config: {}, schedule: '*/15 * * * *' }
  await copied(actor, records, ['requests', 'moments', 'decisions', 'grants', 'proofs'])
  await published(actor, 'access-records', 'From the first request on.')
}

async function hasAsked({ scope, principal }: tenancy.Actor, slug: string): Promise<boolean> {
  const { items } = await access.listRequests(scope, { principalId: principal.id, limit: 50 })
  return items.some((request) => request.product === slug && request.state !== 'withdrawn')
}
