import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Ajv from 'ajv/dist/2019'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { odcs } from './odcs'
import { odpsFor } from './odps'

/** Our schemas and the official JSON Schemas must agree on every document, the examples and thousands of mutations of them. */
const folder = path.resolve(process.cwd(), '../shared/standards')
const present = existsSync(folder)
if (!present) console.warn(`skipped: the standards' own schemas and examples are not at ${folder}`)

type Json = unknown
type Spot = { parent: Record<string, Json> | Json[]; key: string | number }

/** A repeatable stream of numbers in [0, 1): a failure names its seed. */
function chance(seed: number) {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}

function spots(value: Json, found: Spot[] = []): Spot[] {
  if (Array.isArray(value)) {
    value.forEach((inner, key) => {
      found.push({ parent: value, key })
      spots(inner, found)
    })
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      found.push({ parent: value as Record<string, Json>, key })
      spots(inner, found)
    }
  }
  return found
}

const oddValues: Json[] = [
  null,
  0,
  -1,
  1.5,
  3,
  true,
  '',
  'x',
  'v3.1.0',
  'a.b',
  'https://example.org/a?b#c',
  '2023-02-29',
]
const oddLists: Json[] = [[], {}, [1, 2], [1, 1], ['a.b', 'c.d'], { value: 1 }, { name: 'n' }, { metric: 'rowCount' }]
const values = [
  ...oddValues,
  ...oddLists,
  'string',
  'integer',
  'map',
  'vector',
  'object',
  'array',
  'library',
  'sql',
  'custom',
  'postgres',
  's3',
]
const keys = [
  'type',
  'name',
  'logicalType',
  'logicalTypeOptions',
  'items',
  'properties',
  'map',
  'metric',
  'mustBe',
  'mustBeBetween',
]
keys.push(
  'from',
  'to',
  'enum',
  'value',
  'query',
  'id',
  'team',
  'context',
  'unknownKey',
  'minLength',
  'format',
  'location',
  'url',
  'dateIn',
  'version',
)

function mutate(document: Json, random: () => number): Json {
  const copy = structuredClone(document)
  const pick = <T>(list: T[]) => list[Math.floor(random() * list.length)]!
  for (let times = 1 + Math.floor(random() * 2); times > 0; times--) {
    const { parent, key } = pick(spots(copy))
    const target = parent as Record<string | number, Json>
    const kind = random()
    if (kind < 0.3) delete target[key]
    else if (kind < 0.65) target[key] = structuredClone(pick(values))
    else if (Array.isArray(parent)) parent.push(structuredClone(pick([...parent, ...values])))
    else target[pick(keys)] = structuredClone(pick(values))
  }
  // Deleting from a list leaves a hole that JSON cannot say.
  return JSON.parse(JSON.stringify(copy)) as Json
}

describe.skipIf(!present)('the standards', () => {
  const examples = present ? readdirSync(path.join(folder, 'examples')).map((name) => ({ name })) : []
  const compiled = (name: string) => {
    const ajv = new Ajv({ strict: false, allErrors: false })
    addFormats(ajv)
    return ajv.compile(JSON.parse(readFileSync(path.join(folder, name), 'utf8')))
  }
  const checks = present ? { odcs: compiled('odcs-3.2.0.schema.json'), odps: compiled('odps-1.0.0.schema.json') } : null
  const read = (name: string) => parse(readFileSync(path.join(folder, 'examples', name), 'utf8')) as Json
  const kindOf = (name: string) => (name.endsWith('.odps.yaml') ? 'odps' : 'odcs')
  const ours = (kind: 'odps' | 'odcs', document: Json) =>
    (kind === 'odps' ? odpsFor(document) : odcs).safeParse(document)

  it.each(examples)('accepts $name', ({ name }) => {
    expect(ours(kindOf(name), read(name)).error?.issues ?? []).toEqual([])
  })

  it.each(examples)('agrees on mutations of $name', ({ name }) => {
    const kind = kindOf(name)
    const document = read(name)
    const rounds = name.includes('adventureworks') ? 60 : 600
    for (let seed = 1; seed <= rounds; seed++) {
      const mutated = mutate(document, chance(seed * 7919))
      const official = checks![kind]
      const theirs = official(mutated)
      const own = ours(kind, mutated)
      if (own.success !== theirs)
        throw new Error(
          `seed ${seed}: official ${theirs ? 'accepts' : 'refuses'} (${JSON.stringify(official.errors?.slice(0, 3))}), ours ${JSON.stringify(own.error?.issues.slice(0, 3))}`,
        )
    }
  })
})
