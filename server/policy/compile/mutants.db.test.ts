import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chance } from '@/scripts/test/chance'
import type * as Oracle from './oracle'
import { openTables, type Tables } from './oracle-tables'

/** Faults put in on purpose: an oracle that let one pass would be worth nothing. */
type Mutant = { name: string; by: 'rows' | 'decisions' | 'sets'; file: string; from: string; to: string }
const compile = 'server/policy/compile'
const mutants: Mutant[] = [
  {
    name: 'a sum that overflows is not noticed in SQL',
    by: 'rows',
    file: `${compile}/operand.ts`,
    from: ", { is: 'inRange', term }]",
    to: ']',
  },
  {
    name: 'a sum that overflows is not noticed in a decision',
    by: 'decisions',
    file: `${compile}/value.ts`,
    from: 'small(inLong(exact[operator](BigInt(a), BigInt(b))))',
    to: 'small(exact[operator](BigInt(a), BigInt(b)))',
  },
  {
    name: 'LIKE does not escape',
    by: 'rows',
    file: 'server/platform/filter/sql.ts',
    from: ".replace(/[%_^]/g, '^$&')",
    to: '',
  },
  {
    name: 'a negated has is never true',
    by: 'rows',
    file: `${compile}/truth.ts`,
    from: "whenFalse: { is: 'absent', column } }",
    to: 'whenFalse: no }',
  },
  {
    name: '|| holds by its right side though the left erred',
    by: 'rows',
    file: `${compile}/truth.ts`,
    from: 'whenTrue: and(first.whenTrue, next.whenTrue),\n    whenFalse: or(first.whenFalse, and(first.whenTrue, next.whenFalse)),',
    to: 'whenTrue: and(first.whenTrue, next.whenTrue),\n    whenFalse: or(first.whenFalse, next.whenFalse),',
  },
  {
    name: 'equality across types errs',
    by: 'rows',
    file: `${compile}/comparison.ts`,
    from: 'if (types[0] !== types[1]) return unequal',
    to: 'if (types[0] !== types[1]) return errs',
  },
  {
    name: 'only parents are ancestors',
    by: 'decisions',
    file: `${compile}/entity.ts`,
    from: 'climb(parent.key, seen)\n',
    to: '\n',
  },
  {
    name: 'the index forgets what lacks its attribute',
    by: 'decisions',
    file: `${compile}/shelf.ts`,
    from: 'value === undefined ? group.all :',
    to: 'value === undefined ? undefined :',
  },
  {
    name: 'the index does not climb from the resource',
    by: 'decisions',
    file: `${compile}/shelf.ts`,
    from: 'among(byResource, query.resourceNode, query.resource)',
    to: 'among(byResource, undefined, query.resource)',
  },
  {
    name: 'what is unknown is taken for untrue by NOT',
    by: 'rows',
    file: 'server/platform/filter/sql.ts',
    from: ' IS NOT TRUE)',
    to: ' = FALSE)',
  },
  {
    name: 'not less is greater',
    by: 'rows',
    file: `${compile}/comparison.ts`,
    from: "{ '<': '>=',",
    to: "{ '<': '>',",
  },
  {
    name: 'a forbid that errs forbids no row',
    by: 'sets',
    file: `${compile}/residual.ts`,
    from: 'const unless = truthOfAll(policy.whole, known).whenFalse',
    to: 'const unless = untrue(truthOfAll(policy.whole, known).whenTrue)',
  },
  {
    name: 'a forbid that errs is skipped in a decision',
    by: 'decisions',
    file: `${compile}/policy-set.ts`,
    from: 'forbids.held.length > 0 || forbids.erred.length > 0',
    to: 'forbids.held.length > 0',
  },
  {
    name: 'decimals lose their sign',
    by: 'rows',
    file: `${compile}/operand.ts`,
    from: "['-', -amount]",
    to: "['', -amount]",
  },
  {
    name: 'times are compared in other units',
    by: 'rows',
    file: 'server/platform/filter/sql.ts',
    from: 'epoch_ms(',
    to: '1000 * epoch_ms(',
  },
  {
    name: 'a set equals what it covers',
    by: 'rows',
    file: 'server/platform/filter/sql.ts',
    from: "is === 'all' ? all",
    to: "is === 'all' || is === 'same' ? all",
  },
  {
    name: 'members of another type are left out of containsAll',
    by: 'rows',
    file: `${compile}/comparison.ts`,
    from: "quantity !== 'containsAny' && values.length < wanted.length",
    to: 'values.length < 0',
  },
  {
    name: 'in stops at its first hit',
    by: 'decisions',
    file: `${compile}/closure.ts`,
    from: 'if (isIn(query, entity, asEntity(one))) hit = true',
    to: 'if (isIn(query, entity, asEntity(one))) return true',
  },
  {
    name: 'a missing attribute is false, no error',
    by: 'rows',
    file: `${compile}/truth.ts`,
    from: "if (found.is !== 'column' || found.column.type !== 'bool') return errs",
    to: "if (found.is !== 'column' || found.column.type !== 'bool') return { whenTrue: no, whenFalse: yes }",
  },
]

let client: pg.Client
let folder: string
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(process.cwd(), 'dist', 'mutants-'))
  client = new pg.Client({ connectionString: process.env.STOA_OWNER_DATABASE_URL })
  await client.connect()
})
afterAll(async () => {
  fs.rmSync(folder, { recursive: true, force: true })
  await client.end()
})

/** The oracle over the engine with one fault in it. */
async function withFault({ name, file, from, to }: Mutant): Promise<typeof Oracle> {
  const outfile = path.join(folder, `${name.replace(/\W+/g, '-')}.mjs`)
  const faulty = path.resolve(file)
  await build({
    entryPoints: ['server/policy/compile/oracle.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias: { '@': process.cwd() },
    plugins: [
      {
        name: 'fault',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path: at }) => {
            if (at !== faulty) return undefined
            const text = fs.readFileSync(at, 'utf8')
            expect(text.split(from).length, `"${from}" stands once in ${file}`).toBe(2)
            return { contents: text.replace(from, () => to), loader: 'ts' as const }
          }),
      },
    ],
  })
  return import(/* @vite-ignore */ pathToFileURL(outfile).href) as Promise<typeof Oracle>
}

describe('the oracle sees', () => {
  for (const mutant of mutants)
    it(mutant.name, { timeout: 120_000 }, async () => {
      const oracle = await withFault(mutant)
      const tables: Tables = (rows) => openTables(client, rows)
      // One seed for all: which fault is found, and how fast, must not hang on the day's luck.
      const found = await {
        rows: () => oracle.compareRows(chance(7), 9_000, tables),
        decisions: () => oracle.compareDecisions(chance(8), 4_000),
        sets: () => oracle.compareSets(chance(9), 3_200, tables),
      }
        [mutant.by]()
        .catch((error: Error) => ({ difference: error.message }))
      expect(found.difference).not.toBeNull()
    })
})
