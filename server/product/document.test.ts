import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { readYaml } from './document'
import { joined, stamped, writeYaml } from './stream'

const at = (index: number) => (index === 0 ? 'product' : `contracts.${index - 1}`)
const read = (text: string) => readYaml(text, at)
const bomb = ['a0: &a0 [x,x,x,x,x,x,x,x,x]']
for (let level = 1; level < 30; level++)
  bomb.push(
    `a${level}: &a${level} [${Array(9)
      .fill(`*a${level - 1}`)
      .join(',')}]`,
  )

describe('reading YAML', () => {
  it('keeps each document of a stream as it was written', () => {
    const reading = read('# top\na: 1 # why\n\n---\n# lead\nb: [1,   2]\n...\n--- {c: 3}\n')
    expect(reading).toEqual({
      ok: true,
      sources: [
        { text: '# top\na: 1 # why\n\n', value: { a: 1 } },
        { text: '# lead\nb: [1,   2]\n', value: { b: [1, 2] } },
        { text: '{c: 3}\n', value: { c: 3 } },
      ],
    })
  })

  it.each([
    ['more than 1 MB', `a: ${'x'.repeat(1_100_000)}`, '', /larger than 1 MB/],
    ['too many lines', 'a\n'.repeat(30_000), '', /lines/],
    ['brackets without end', '['.repeat(900_000), '', /nested deeper/],
    ['dashes without end', '- '.repeat(400_000), '', /nested deeper/],
    ['a bomb of aliases', bomb.join('\n'), 'product', /fewer aliases/],
    ['a cycle', 'a: &a [*a]', 'product.a.0', /refers to itself/],
    ['an anchor that is not there', 'a: *b', 'product.a', /anchor|alias/i],
    ['__proto__', 'b:\n  __proto__: {x: 1}', 'product.b.__proto__', /not allowed/],
    ['a key twice', 'a: 1\na: 2', 'product.a', /line 2.*twice/],
    ['a foreign tag', 'a: !thing 1', 'product', /tag/i],
    ['an infinity', 'a: .inf', 'product.a', /finite/],
    ['half a character', 'a: "\\ud800"', 'product.a', /cannot be stored/],
    ['bad syntax in the second document', 'a: 1\n---\nb: "x', 'contracts.0', /line 3/],
    ['nothing', '', '', /empty/],
  ])('refuses %s, fast', (_, text, path, message) => {
    const started = performance.now()
    const reading = read(text)
    expect(performance.now() - started).toBeLessThan(1_000)
    expect(reading.ok).toBe(false)
    if (!reading.ok) {
      expect(reading.problems[0]?.path).toBe(path)
      expect(reading.problems[0]?.message).toMatch(message)
    }
  })

  it('gives back any JSON value written as YAML', () => {
    const json = fc.jsonValue({ maxDepth: 5 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown)
    const clean = json.filter((value) => !/\\u0000|\\ud[89a-f]|__proto__/i.test(JSON.stringify(value)))
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z]{0,8}$/), clean), (value) => {
        const reading = read(writeYaml(value))
        expect(reading).toMatchObject({ ok: true, sources: [{ value }] })
      }),
      { numRuns: 300 },
    )
  })

  it('splits what it joined', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/)
    const text = fc.tuple(word, word, word).map(([a, b, c]) => `# ${a}\n${b}: ${c} # ${a}\n\n# end ${c}\n`)
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
        const reading = read(joined(texts))
        expect(reading.ok && reading.sources.map((source) => source.text)).toEqual(texts)
      }),
    )
  })
})

describe('what publishing adds', () => {
  const added = { version: '1.0.0', publishedAt: '2026-01-01T00:00:00Z' }
  it('leaves comments, order and unknown custom properties alone', () => {
    const text =
      '# why\nkind: DataProduct # kept\nid: x\ncustomProperties:\n  - property: mine # also\n    value: {b: 1, a: 2}\n'
    const out = stamped(text, added)
    expect(out).toContain('# why\nkind: DataProduct # kept\nid: x\n')
    expect(out).toContain('- property: mine # also')
    expect(parse(out)).toEqual({
      kind: 'DataProduct',
      id: 'x',
      customProperties: [
        { property: 'mine', value: { b: 1, a: 2 } },
        { property: 'publishedAt', value: added.publishedAt },
      ],
      version: '1.0.0',
    })
  })
  it('replaces its own stamp and keeps the version that was written', () => {
    const once = stamped('id: x\nversion: v1.0.0\n', added)
    expect(parse(stamped(once, { ...added, publishedAt: 'later' }))).toEqual({
      id: 'x',
      version: 'v1.0.0',
      customProperties: [{ property: 'publishedAt', value: 'later' }],
    })
  })
})
