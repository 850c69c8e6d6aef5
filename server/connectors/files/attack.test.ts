import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, it } from 'vitest'
import * as compute from '@/server/platform/compute'
import { files } from '.'

/** Files made to lose rows, to unpack into gigabytes, to lead elsewhere, or to break the engine; each through the connector and the copy. */

const root = mkdtempSync(path.join(tmpdir(), 'stoa-hostile-'))
const out = mkdtempSync(path.join(tmpdir(), 'stoa-hostile-out-'))
afterAll(() => {
  for (const folder of [root, out]) rmSync(folder, { recursive: true, force: true })
})

const put = (name: string, content: string | Uint8Array) => writeFileSync(path.join(root, name), content)
const open = (config: object) => {
  const signal = new AbortController().signal
  return files.open(files.config.parse(config), {}, { signal, folder: root })
}
async function copy(ref: string, more: object = {}, between: () => void = () => undefined) {
  const session = await open({ path: ref, ...more })
  try {
    const { rows } = await session.read(ref, {})
    between()
    return await compute.ingest({ source: rows, outDir: out, deadlineMs: 20_000 })
  } finally {
    await session.close()
  }
}
const query = async (file: { path: string }, sql: string) =>
  (await compute.query({ org: 'o', views: [{ name: ['t'], files: [file.path] }], sql })).rows
async function refused(ref: string, more: object = {}) {
  const began = Date.now()
  const error = await copy(ref, more).then(
    (written) => Promise.reject(new Error(`it was copied: ${written.rows} rows`)),
    (error) => error,
  )
  expect(error).toMatchObject({ code: expect.stringMatching(/invalid|limited/) })
  expect(error.message).not.toContain(root)
  expect(error.message).not.toContain('/proc/')
  expect(error.message.length).toBeLessThan(300)
  expect(Date.now() - began).toBeLessThan(20_000)
  return error.message as string
}
async function duckdb(sql: string) {
  const instance = await DuckDBInstance.create(':memory:')
  const engine = await instance.connect()
  await engine.run(sql)
  engine.closeSync()
  instance.closeSync()
}

describe('a line that does not fit is named, never left out', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['few.csv', 'a,b\n1,2\n3\n4,5,6\n', /^Line 3 has 1 values where 2 are expected/],
    ['short.csv', `a,b\n${'1,2\n'.repeat(30_000)}7\n`, /^Line 30002 has 1/],
    ['long.csv', 'a,b\n1,2\n3,4,5\n', /^Line 3 has 3/],
    ['semicolon.csv', 'a;b\n1;2\n3;4;5\n', /^Line 3 has 3/],
    ['quote.csv', `a,b\n1,"${'x\n'.repeat(100_000)}`, /^Line 2 opens a quote/],
    ['line.csv', `a,b\n1,${'x'.repeat(9 * 2 ** 20)}\n`, /longer than 8 MB/],
    ['endless.csv', 'x'.repeat(20 * 2 ** 20), /first line .* longer than 256 kB/],
    ['wide-below.csv', `a\n${Array(500_000).fill(1).join(',')}\n`, /^Line 2/],
    [
      'late.csv',
      Buffer.concat([Buffer.from(`a,b\n${'1,x\n'.repeat(80_000)}`), Buffer.from([0x31, 0x2c, 0xe9, 10])]),
      /^Line 80002 is not UTF-8/,
    ],
  ])('%s', async (name, content, message) => {
    put(name, content)
    expect(await refused(name)).toMatch(message)
  })

  it('and what looks like a comment, a mark, another type or a NUL far down is a value', async () => {
    put('hash.csv', '# of,b\n1,2\n#3,4\n')
    expect(await query(await copy('hash.csv'), 'select * from t')).toEqual([
      ['1', '2'],
      ['#3', '4'],
    ])
    put('utf16.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('id,name\n1,caf\u00e9\n', 'utf16le')]))
    expect(await query(await copy('utf16.csv'), 'select name from t')).toEqual([['caf\u00e9']])
    put('late-type.csv', `a\n${'1\n'.repeat(150_000)}x\0y\n`)
    const late = await copy('late-type.csv')
    expect(await query(late, "select count(*), max(a) from t where a not in ('1')")).toEqual([['1', 'x\0y']])
  })
})

describe('what would unpack into gigabytes', () => {
  const zip = Buffer.from('504b030414000000080000000000', 'hex')
  it.each<[string, Uint8Array, object]>([
    ['bomb.csv.gz', gzipSync(Buffer.alloc(50 * 2 ** 20, '1,2\n')), {}],
    ['bomb.csv', zip, {}],
    ['bomb.json', zip, {}],
    ['bomb.zst', Buffer.from('28b52ffd', 'hex'), { format: 'csv', readers: { encoding: 'latin-1' } }],
    ['bomb.xz', Buffer.from('fd377a585a00', 'hex'), { format: 'ndjson' }],
    ['bomb.7z', Buffer.from('377abcaf271c', 'hex'), { format: 'csv' }],
    ['bomb.bz2', Buffer.from('425a6839', 'hex'), { format: 'csv' }],
  ])('%s is refused', async (name, content, more) => {
    put(name, content)
    expect(await refused(name, more)).toMatch(/compressed/)
  })

  it('is read as it lies, whatever its name says', async () => {
    put('plain.csv.zst', 'a,b\n1,2\n')
    expect(await copy('plain.csv.zst', { format: 'csv' })).toMatchObject({ rows: 1 })
  })

  it('Parquet that says "the same again" 60 million times is not', async () => {
    await duckdb(`copy (select 1 a from range(60000000)) to '${root}/again.parquet' (row_group_size 60000000)`)
    expect(await refused('again.parquet')).toMatch(/60000000 rows in/)
  })

  it('a text of a megabyte in each of 400 rows stays in the child', async () => {
    await duckdb(`copy (select repeat('x', 1000000) a from range(400)) to '${root}/fat.parquet' (compression zstd)`)
    const before = process.memoryUsage().rss
    await copy('fat.parquet')
      .then((file) => compute.profile(file.path, { memoryBytes: 64 * 2 ** 20 }))
      .then(
        ({ rows }) => expect(rows).toBe(400),
        (error) => expect(error).toMatchObject({ code: 'limited' }),
      )
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20)
  })
})

describe('what breaks an engine', () => {
  it.each([
    ['deep.ndjson', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`],
    ['deep-maps.json', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['torn.ndjson', '{"a": 1}\n{"a": \n'],
    ['name.json', '{"": 1, "\\u0000": {"\\u0000": 2}} x'],
  ])('%s: the child ends, another goes on', async (name, content) => {
    put(name, content)
    put('good.csv', 'a\n1\n')
    const [, good] = await Promise.all([refused(name), copy('good.csv')])
    expect(good.rows).toBe(1)
  })

  it('more columns than anyone reads', async () => {
    const columns = Array.from({ length: 2_500 }, (_, i) => `1 as c${i}`).join(', ')
    await duckdb(`copy (select ${columns}) to '${root}/wide.parquet'`)
    expect(await refused('wide.parquet')).toMatch(/2500 columns; 2000/)
  })

  it('a Parquet file broken anywhere is copied whole or refused, never in part', async () => {
    await duckdb(`copy (select i, 'name ' || i as t, i / 7 as d from range(5000) x(i)) to '${root}/whole.parquet'`)
    const whole = readFileSync(path.join(root, 'whole.parquet'))
    let seed = 7
    const random = (most: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % most
    }
    const footer = whole.readUInt32LE(whole.length - 8)
    for (let n = 0; n < 16; n++) {
      const broken = Buffer.from(whole)
      if (n % 4 === 0) broken.writeUInt8(random(256), random(whole.length - footer - 12) + 4)
      else broken.writeUInt8(random(256), whole.length - 8 - 1 - random(footer))
      put(`broken${n}.parquet`, n % 6 === 5 ? broken.subarray(random(whole.length)) : broken)
      await copy(`broken${n}.parquet`).then(
        ({ rows }) => expect(rows).toBe(5000),
        (error) => expect(error).toMatchObject({ code: expect.stringMatching(/invalid|limited/) }),
      )
    }
  })
})

describe('a place outside', () => {
  const secret = path.join(out, 'secret.csv')
  it('is not reached by a link that is put in the place of a file between judging and reading', async () => {
    writeFileSync(secret, 'key\nof another\n')
    put('mine.csv', 'a\n1\n')
    const mine = await copy('mine.csv', {}, () => {
      rmSync(path.join(root, 'mine.csv'))
      symlinkSync(secret, path.join(root, 'mine.csv'))
    })
    expect(mine.schema.map(({ name }) => name)).toEqual(['a'])
    expect(await refused('mine.csv')).toMatch(/leads out of the files folder/)
  })

  it('nor by a folder that becomes a link while it is read again and again', async () => {
    const [inner, outer] = [path.join(root, 'inner'), path.join(out, 'outer')]
    for (const folder of [inner, outer]) execFileSync('mkdir', ['-p', folder])
    writeFileSync(path.join(inner, 'x.csv'), 'good\n1\n')
    writeFileSync(path.join(outer, 'x.csv'), 'bad\n1\n')
    const flip = `while :; do mv ${inner} ${inner}.kept && ln -s ${outer} ${inner}; rm ${inner} && mv ${inner}.kept ${inner}; done`
    const flipping = spawn('/bin/sh', ['-c', flip], { stdio: 'ignore' })
    const seen = new Set<string>()
    try {
      const until = Date.now() + 1_000
      while (Date.now() < until) {
        const read = await open({ path: 'inner/x.csv' })
          .then(async (session) => {
            const { rows } = await session.read('inner/x.csv', {})
            const text = 'path' in rows ? readFileSync(rows.path, 'utf8') : ''
            await session.close()
            return text.split('\n')[0]!
          })
          .catch((error) => String(error.code))
        seen.add(read)
      }
    } finally {
      flipping.kill('SIGKILL')
    }
    expect([...seen].filter((one) => !['good', 'invalid', 'not_found'].includes(one))).toEqual([])
  })

  it('a pipe in the place of a file is refused at once', async () => {
    execFileSync('/bin/sh', ['-c', `mkfifo ${path.join(root, 'pipe.csv')}`])
    expect(await refused('pipe.csv')).toMatch(/is not a file/)
  })
})
