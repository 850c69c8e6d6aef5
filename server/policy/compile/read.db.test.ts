import { describe, expect, it } from 'vitest'
import { read } from './read'
import type { Reading } from './read-text'

const schema = `entity Role; entity Team; entity Member in [Role] { team: Team };
  entity Thing { name: String, size: Long, team: Team, words: Set<String>, secret?: String };
  action see appliesTo { principal: [Member], resource: [Thing], context: {} };`
const string = { type: 'string' }
const tables: Reading['tables'] = [
  {
    actions: ['see'],
    mapping: {
      type: 'Thing',
      id: 'id',
      attributes: [
        ['name', { column: 'name', ...string }],
        ['size', { column: 'size', type: 'long' }],
        ['team', { column: 'team', type: 'entity', entity: 'Team' }],
        ['words', { column: 'words', type: 'set', of: string }],
      ],
      ancestors: [],
      beyond: ['secret'],
    },
  },
]
const given = (text: string) => read({ text, schema, tables, reserved: 'stoa.' })
const head = 'permit (principal, action == Action::"see", resource)'
const deep = (depth: number) => `${head} when { ${'!('.repeat(depth)}true${')'.repeat(depth)} };`

describe('a text of policies', () => {
  it('is read into its policies, each with its id and place', async () => {
    const text = `// a ";" in a comment\n@id("a;b") ${head} when { resource.name == "x;\\"y" };\n\n${head};`
    const found = await given(text)
    expect(found.ok && found.policies.map(({ id, start }) => [id, text.slice(start, start + 6)])).toEqual([
      ['a;b', '@id("a'],
      ['policy1', 'permit'],
    ])
  })
  it('may be empty', async () => expect(await given(' // nothing\n')).toEqual({ ok: true, policies: [] }))

  const refused: [string, string, [number, number], RegExp][] = [
    ['does not parse', `// é ü\n${head} when { é };`, [2, 62], /invalid token|unexpected/],
    ['names what is not there', `// ééé\n${head}\nwhen { resource.nam == "x" };`, [3, 8], /attribute `nam`/],
    ['compares what cannot be', `${head} when { resource.size < "3" };`, [1, 78], /expected|type/i],
    ['has an id twice', `@id("a") ${head};\n@id("a") ${head};`, [2, 1], /id of another policy/],
    ['takes a kept id', `@id("stoa.a") ${head};`, [1, 1], /kept/],
    ['always errs', `${head} when { 9007199254740991 * 1025 * 1025 > resource.size };`, [1, 1], /errs whatever/],
    ['holds a number beyond exactness', `${head} when { resource.size < 9007199254740993 };`, [1, 1], /2\^53/],
    ['reads what a table lacks', `${head} when { resource has secret && resource.secret == "x" };`, [1, 1], /secret/],
    ['cannot be translated', `${head} when { (if resource.size > 1 then 1 else 2) < 2 };`, [1, 1], /no form in SQL/],
    ['has a mask that is none', `@mask("name:blur") ${head};`, [1, 1], /"blur" is no mask/],
    ['holds NUL', `${head} when { resource.name == "a\\0b" };`, [1, 1], /NUL/],
    ['holds NUL as it is', `${head} when { resource.name == "a\0b" };`, [1, 81], /NUL is no character/],
    ['is of too many policies', 'permit(principal,action,resource);\n'.repeat(5_001), [1, 1], /at most 5000/],
    [
      'comes to more comparisons than are translated',
      `${head} when { ${Array.from({ length: 1_100 }, (_, n) => `resource.size == ${n}`).join(' || ')} };`,
      [1, 1],
      /comes to \d+ comparisons/,
    ],
    ['is a template', `permit (principal == ?principal, action, resource);`, [1, 1], /./],
    ['is larger than is taken', `// ${'x'.repeat(600_000)}`, [1, 1], /larger than 512 kB/],
    ['is nested beyond reason', deep(60_000), [1, 1], /nested/],
  ]
  for (const [name, text, place, why] of refused)
    it(`is refused where it ${name}`, async () => {
      const found = await given(text)
      expect(found.ok).toBe(false)
      const [problem] = found.ok ? [] : found.problems
      expect(problem?.message).toMatch(why)
      expect([problem?.line, problem?.column]).toEqual(place)
    })
})
