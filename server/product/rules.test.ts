import { describe, expect, it } from 'vitest'
import { bindingProblems } from './binding'
import { checksOf } from './check'
import { keepsType, logicalTypeOf } from './column-type'
import { compileCheck, type Table } from './compile-check'
import type { Contract, Documents, Property, QualityRule } from './contract'
import { differences, levelOf } from './difference'
import type { LogicalType } from './odcs-schema'
import { isKept, promiseOf } from './verdict'
import { leastNext, readVersion } from './version'

const contract = (properties: Property[], quality: QualityRule[] = [], more: Partial<Contract> = {}): Contract => ({
  id: 'c',
  version: '1.0.0',
  servers: [{ server: 's', type: 'custom' }],
  schema: [{ name: 'o', properties, quality }],
  ...more,
})
const documents = (of: Contract): Documents => ({
  product: { id: 'p', status: 'draft', outputPorts: [{ name: 'main', version: '1.0.0', contractId: 'c' }] },
  contracts: [of],
})

describe('verdicts', () => {
  it.each<[QualityRule, number, boolean]>([
    [{ mustBe: 0 }, 0, true],
    [{ mustBe: '3' }, 3, true],
    [{ mustNotBe: 3 }, 3, false],
    [{ mustBeGreaterThan: 3 }, 3, false],
    [{ mustBeGreaterOrEqualTo: 3 }, 3, true],
    [{ mustBeLessThan: 3 }, 3, false],
    [{ mustBeLessOrEqualTo: 3 }, 3, true],
    [{ mustBeBetween: [1, 3] }, 3, true],
    [{ mustBeBetween: [3, 1] }, 2, true],
    [{ mustNotBeBetween: [1, 3] }, 3, false],
    [{ mustNotBeBetween: [1, 3] }, 4, true],
  ])('%j of %d is %s', (rule, measured, kept) => {
    expect(isKept(promiseOf(rule)!, measured)).toBe(kept)
  })
  it.each([{ mustBe: 'green' }, { mustBe: null }, { mustBe: {} }, {}])('%j promises no number', (rule) => {
    expect(promiseOf(rule as QualityRule)).toBeNull()
  })
})

describe('types', () => {
  it.each<[LogicalType, string, boolean]>([
    ['integer', 'BIGINT', true],
    ['integer', 'DOUBLE', false],
    ['integer', 'DECIMAL(10,0)', true],
    ['number', 'DECIMAL(18,3)', true],
    ['number', 'INTEGER', true],
    ['number', 'INTEGER[]', false],
    ['string', 'VARCHAR', true],
    ['string', 'VARCHAR[]', false],
    ['timestamp', 'TIMESTAMP WITH TIME ZONE', true],
    ['timestamp', 'DATE', false],
    ['array', 'STRUCT(a INTEGER)[]', true],
    ['object', 'STRUCT(a INTEGER)', true],
    ['object', 'STRUCT(a INTEGER)[]', false],
    ['vector', 'FLOAT[3]', true],
    ['map', 'MAP(VARCHAR, INTEGER)', true],
    ['boolean', 'BOOLEAN', true],
  ])('%s of %s: %s', (logical, type, kept) => {
    expect(keepsType(logical, type)).toBe(kept)
    if (kept && logical !== 'number' && logical !== 'vector') expect(keepsType(logicalTypeOf(type), type)).toBe(true)
  })
})

describe('checks as SQL', () => {
  const table: Table = {
    object: 'o"x',
    columns: [
      { name: "a'b", type: 'VARCHAR' },
      { name: 'n', type: 'BIGINT' },
    ],
  }
  const sqlOf = (property: Property) => {
    const checks = checksOf(
      { ...contract([property]), schema: [{ name: 'o"x', properties: [property] }] },
      'main',
      'contracts.0',
    )
    return checks.map((check) => [check.rule, check.blocking, compileCheck(check, table).number])
  }
  it('quotes every name and text of the author', () => {
    expect(sqlOf({ name: "a'b", required: true, enum: [{ value: "x'); drop" }] })).toEqual([
      ['type', true, null],
      ['required', true, `select count(*) from "o""x" where coalesce("a'b" is null, false)`],
      [
        'enum',
        true,
        `select count(*) from "o""x" where coalesce(not (cast("a'b" as varchar) in ('x''); drop')), false) and "a'b" is not null`,
      ],
    ])
  })
  it('blocks by severity, and knows shares', () => {
    const rules: QualityRule[] = [
      { metric: 'nullValues', mustBeLessThan: 5, unit: 'percent', severity: 'warning' },
      { metric: 'duplicateValues', mustBe: 0 },
      {
        type: 'sql',
        query: ['select count(*) from $', '{object} where $', '{property} = 1'].join(''),
        mustBe: 0,
        severity: 'error',
      },
      { type: 'text', description: 'people judge this' },
    ]
    expect(sqlOf({ name: 'n', quality: rules }).slice(1)).toEqual([
      [
        'nullValues',
        false,
        'select coalesce(100.0 * (select count(*) from "o""x" where coalesce("n" is null, false)) / nullif((select count(*) from "o""x"), 0), 0)',
      ],
      ['duplicateValues', true, 'select count("n") - count(distinct "n") from "o""x"'],
      ['sql', true, 'select count(*) from "o""x" where "n" = 1'],
    ])
  })
})

describe('the rows that an author counts', () => {
  const [object, property] = ['object', 'property'].map((word) => `$\{${word}}`)
  it.each([
    [`select count(*) from ${object} where ${property} < -120`, '(\n"n" < -120\n)'],
    [`SELECT COUNT( * )\n FROM ${object}\n WHERE a = 1 or b = 2 -- both`, '(\na = 1 or b = 2 -- both\n)'],
    [`select count(*) from ${object}`, null],
    [`select count(*) from ${object} o where o.n = 1`, null],
    [`select sum(n) from ${object} where n = 1`, null],
    [`select count(*) from ${object} where n = 1; drop table x`, null],
    ['select count(*) from other where n = 1', null],
  ])('%j are %j', (query, condition) => {
    const rule: QualityRule = { type: 'sql', query, mustBe: 0 }
    const schema = [{ name: 'o', properties: [{ name: 'n', quality: [rule] }] }]
    const [check] = checksOf({ ...contract([]), schema }, 'main', 'c').slice(1)
    expect(compileCheck(check!, { object: 'o', columns: [] }).failing).toBe(condition)
  })
})

describe('what documents must say', () => {
  const problem = (of: Documents) => bindingProblems(of).map((each) => each.path)
  it.each<[string, Contract, string[]]>([
    [
      'columns that SQL cannot tell apart',
      contract([{ name: 'a' }, { name: 'A' }]),
      ['contracts.0.schema.0.properties.1.name'],
    ],
    ['no connection', contract([{ name: 'a' }], [], { servers: [] }), ['contracts.0.servers']],
    ['no columns', contract([]), ['contracts.0.schema.0.properties']],
    [
      'a rule without a column',
      contract([{ name: 'a' }], [{ metric: 'nullValues', mustBe: 0 }]),
      ['contracts.0.schema.0.quality.0.metric'],
    ],
    [
      'a rule on a column that is not there',
      contract([{ name: 'a' }], [{ metric: 'nullValues', mustBe: 0, arguments: { properties: ['z'] } }]),
      ['contracts.0.schema.0.quality.0.arguments.properties'],
    ],
    [
      'a promise of words',
      contract([{ name: 'a' }], [{ metric: 'rowCount', mustBe: 'many' }]),
      ['contracts.0.schema.0.quality.0.mustBe'],
    ],
    [
      'rows of a count set aside',
      contract(
        [{ name: 'a' }],
        [{ metric: 'rowCount', mustBe: 1, customProperties: [{ property: 'onFailure', value: 'setAside' }] }],
      ),
      ['contracts.0.schema.0.quality.0.customProperties'],
    ],
    [
      'a relationship to nothing',
      contract([{ name: 'a', relationships: [{ to: 'o.z' }] }]),
      ['contracts.0.schema.0.properties.0.relationships.0.to'],
    ],
    [
      'nothing wrong',
      contract([{ name: 'a', relationships: [{ to: 'https://example.org/c.yaml#schema/x/properties/y' }] }]),
      [],
    ],
  ])('%s', (_, of, paths) => {
    expect(problem(documents(of))).toEqual(paths)
  })
})

describe('differences', () => {
  const from: Property = {
    name: 'a',
    logicalType: 'number',
    required: true,
    enum: [{ value: 1 }, { value: 2 }],
    logicalTypeOptions: { maximum: 9 },
  }
  it.each<[string, Property, 'major' | 'minor' | 'patch', number]>([
    ['nothing', from, 'patch', 0],
    ['a meaning', { ...from, description: 'x' }, 'patch', 1],
    ['a promise more', { ...from, unique: true }, 'minor', 1],
    ['a promise less', { ...from, required: false }, 'major', 1],
    ['a narrower type', { ...from, logicalType: 'integer' }, 'minor', 1],
    ['another type', { ...from, logicalType: 'string' }, 'major', 1],
    ['a value more', { ...from, enum: [{ value: 1 }, { value: 2 }, { value: 3 }] }, 'major', 1],
    ['a value less', { ...from, enum: [{ value: 1 }] }, 'minor', 1],
    ['a tighter limit', { ...from, logicalTypeOptions: { maximum: 8 } }, 'minor', 1],
    ['a looser limit', { ...from, logicalTypeOptions: { maximum: 10 } }, 'major', 1],
    ['a class', { ...from, classification: 'restricted' }, 'minor', 1],
    ['another name', { ...from, name: 'b' }, 'major', 2],
  ])('%s', (_, to, level, count) => {
    const changes = differences(documents(contract([from])), documents(contract([to])))
    expect([levelOf(changes), changes.length]).toEqual([level, count])
  })
})

describe('versions', () => {
  it.each([
    ['1', '1.0.0'],
    ['v1.2', '1.2.0'],
    ['1.2.3-rc.1', '1.2.3-rc.1'],
    ['one', null],
    ['1.2.3.4', null],
  ])('%s reads as %s', (text, version) => expect(readVersion(text)).toBe(version))
  it('asks for no less than the change needs', () => {
    expect([
      leastNext(null, 'major'),
      leastNext('1.2.3', 'major'),
      leastNext('1.2.3', 'minor'),
      leastNext('1.2.3', 'patch'),
    ]).toEqual(['1.0.0', '2.0.0', '1.3.0', '1.2.4'])
  })
})
