import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Tenant, twoTenants } from '@/prisma/seed/two-tenants'
import { closeDatabase } from '@/server/platform/db'
import { narrowedTo } from '../../narrowed-to'
import { type Entry, mintVisibility } from '../../schema'
import { terms } from '../../word'
import { matching, put, search } from '.'

let a: Tenant
let b: Tenant
const everything = mintVisibility({ all: true, published: true, domains: [] })
const none = { domain: [], type: [], tag: [], classification: [] }

const described: Record<string, Partial<Entry>> = {
  prd_flights: {
    title: 'Flight delays by airport',
    purpose: 'How late departures were, and why',
    description: 'Minutes between the scheduled and the actual departure.',
    tags: ['aviation'],
    columns: [{ port: 'rows', object: 'flights', name: 'depDelayMinutes', description: 'Late at the gate' }],
    questions: ['Which carrier is delayed most?'],
    context: 'Measured by the tower. Forecasting is another product.',
  },
  prd_weather: { title: 'Weather observations 2024', purpose: 'Übergrößen und Zürich', owner: 'Ann Ångström' },
  prd_cities: { title: '東京 population', purpose: 'Inhabitants of İstanbul and others', tags: ['census', 'x9'] },
  prd_draft: { title: 'Glacier melt', status: 'draft' },
  prd_theirs: { title: 'Glacier melt' },
}
const entryOf = (id: string, more: Partial<Entry>): Entry => ({
  ...{ id, type: 'data', slug: id.replace('prd_', 'the-'), title: '', purpose: '', description: '', domain: a.domain },
  ...{ owner: null, tags: [], status: 'published', version: '1.0.0', columns: [], questions: [], context: '' },
  ...{ promise: null, changedAt: new Date().toISOString(), ...more },
})
const ours = Object.keys(described).filter((id) => id !== 'prd_theirs')

beforeAll(async () => {
  ;({ a, b } = await twoTenants())
  for (const [id, more] of Object.entries(described))
    await put(id === 'prd_theirs' ? b.scope : a.scope, entryOf(id, more))
}, 60_000)
afterAll(closeDatabase)

const questions = [
  ...['flight', 'flights', 'fligth', 'flihgt', 'fllight', 'flght', 'fl', 'f', 'light', 'delayed', 'delaying flights'],
  ...['flight delays', 'delays flight airport', 'delays flight harbour', 'flight harbour', 'late gate', 'airport gat'],
  ...['depdelay', 'depDelayMinutes', 'depdelayminute', 'dep minutes', 'carrier delayed', 'carier delyaed', 'twoer'],
  ...['aviation forecast', 'aviatoin', 'scheduled actual departure minutes why', 'which flights are late', 'the'],
  ...[
    'weather 2024',
    'weather 2025',
    'wether 2024',
    'weather 202',
    '2024',
    'ubergrossen',
    'Übergrösen',
    'zurich',
    'zürihc',
  ],
  ...[
    'angstrom',
    'ann angstroem',
    'observatoins',
    'obsrvations weather',
    '東京',
    '京東',
    '東',
    'population 東京',
    'istanbul',
  ],
  ...[
    'İSTANBUL',
    'x9',
    'x8',
    'census x9',
    'inhabitants populace',
    'glacier melt',
    'sales',
    'the-flights',
    'aaaaa',
    'rows',
  ],
  'one two three four five six seven eight flight delays',
]

it('an entry is found by a question just when the search finds it', async () => {
  const finds = async (q: string, id: string) => {
    const asked = { terms: terms(q), phrase: q, chosen: { ...none, status: ['published'] }, limit: 1, after: null }
    const ask = { ...asked, sort: 'relevance' as const, counted: false }
    return (await search(a.scope, narrowedTo(everything, [id]), ask)).ids.length > 0
  }
  const asked = questions.map((q) => terms(q))
  const answers = await matching(a.scope, asked, ours)
  const said: string[] = []
  const searched: string[] = []
  for (const [n, q] of questions.entries())
    for (const id of ours) {
      if (answers.get(n)?.includes(id)) said.push(`${q}: ${id}`)
      if (await finds(q, id)) searched.push(`${q}: ${id}`)
    }
  expect(said).toEqual(searched)
  expect(new Set(said.map((one) => one.split(': ')[0])).size).toBeGreaterThan(25)
  expect(said.filter((one) => one.includes('draft'))).toEqual([])
})

it('the one that holds most of the words comes first, and nothing of another organisation', async () => {
  const asked = [terms('weather late delays'), terms('late departures delays'), terms('glacier melt')]
  await put(a.scope, entryOf('prd_late', { title: 'Late weather delays' }))
  const found = await matching(a.scope, asked, [...ours, 'prd_late', 'prd_theirs'])
  expect([...found]).toEqual([
    [0, ['prd_late', 'prd_flights']],
    [1, ['prd_flights', 'prd_late']],
  ])
})

it('nothing finds nothing', async () => {
  expect([...(await matching(a.scope, [], ours)), ...(await matching(a.scope, [terms('flight')], []))]).toEqual([])
})
