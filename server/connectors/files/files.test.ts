import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as compute from '@/server/platform/compute'
import { conformance, type Fixture } from '../conformance'
import type { Connector, Reading } from '../connector'
import { files } from '.'
import { globPattern } from './format'

const signal = new AbortController().signal
const data = path.resolve('node_modules/vega-datasets/data')
let root: string
let out: string

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'stoa-files-'))
  out = await mkdtemp(path.join(tmpdir(), 'stoa-files-out-'))
  await mkdir(path.join(root, 'deep/er'), { recursive: true })
  await cp(path.join(data, 'birdstrikes.csv'), path.join(root, 'birdstrikes.csv'))
  await cp(path.join(data, 'flights-2k.json'), path.join(root, 'deep/flights.json'))
  await writeFile(
    path.join(root, 'large.csv'),
    `id,name\n${Array.from({ length: 200_000 }, (_, i) => `${i},name ${i}`).join('\n')}\n`,
  )
  for (const name of ['one.md', 'two.md']) await writeFile(path.join(root, name), `# ${name}\n`)
  await writeFile(path.join(root, 'deep/er/lines.ndjson'), '{"a":1}\n{"a":2}\n')
})
afterAll(() => Promise.all([root, out].map((folder) => rm(folder, { recursive: true, force: true }))))

const open = (config: object) => files.open(files.config.parse(config), {}, { signal, folder: root })
const ingest = (reading: Reading) => compute.ingest({ source: reading.rows, outDir: out })
const copied = async (ref: string, more = {}) => {
  const session = await open({ path: ref, ...more })
  try {
    return await ingest(await session.read(ref, {}))
  } finally {
    // The file is read by a handle of the session, which is closed once nobody holds it any more.
    await session.close()
  }
}

const fixture = (): Fixture => ({
  connector: files as unknown as Connector,
  config: { path: '**/*' },
  secrets: {},
  folder: root,
  large: { ref: 'large.csv', rows: 200_000 },
  deleteSome: async () => {
    await writeFile(path.join(root, 'large.csv'), 'id,name\n1,one\n2,two\n')
    return 2
  },
  items: { ref: '**/*', count: 2 },
  count: async (reading) => (await ingest(reading)).rows,
})
conformance('files', fixture)

describe('real files', () => {
  it('finds what a pattern means, one asset per file', async () => {
    const refs = async (pattern: string) =>
      (await (await open({ path: pattern })).discover()).assets.map(({ ref }) => ref)
    expect(await refs('*.csv')).toEqual(['birdstrikes.csv', 'large.csv'])
    expect(await refs('deep/**')).toEqual(['deep/er/lines.ndjson', 'deep/flights.json'])
    expect(await refs('birdstrikes.csv')).toEqual(['birdstrikes.csv'])
  })

  it('copies CSV, JSON and NDJSON', async () => {
    expect(await copied('birdstrikes.csv')).toMatchObject({ rows: 10_000 })
    expect(await copied('deep/flights.json')).toMatchObject({ rows: 2_000 })
    expect(await copied('deep/er/lines.ndjson')).toMatchObject({ rows: 2, schema: [{ name: 'a', type: 'BIGINT' }] })
  })
})

describe('a path', () => {
  it.each(['/etc/passwd', '../x.csv', 'a/../../x.csv', 'a\0.csv', 'C:\\x.csv'])('%j is refused', (given) => {
    expect(files.config.safeParse({ path: given }).success).toBe(false)
  })

  it('that is a link out of the folder is refused where it is opened, and never shown', async () => {
    await symlink('/etc', path.join(root, 'out'))
    await symlink('/etc/passwd', path.join(root, 'passwd.csv'))
    await expect(open({ path: 'passwd.csv' })).rejects.toThrow('leads out of the files folder')
    await expect(open({ path: 'out/passwd', format: 'csv' })).rejects.toThrow('leads out of the files folder')
    await expect(open({ path: 'out/*', format: 'csv' })).rejects.toThrow('leads out of the files folder')
    const session = await open({ path: '*.csv' })
    expect((await session.discover()).assets.map(({ ref }) => ref)).not.toContain('passwd.csv')
    await expect(session.read('passwd.csv', {})).rejects.toThrow('leads out of the files folder')
    await expect(session.read('deep/flights.json', {})).rejects.toThrow('not among the files')
  })

  it('without a folder of the organisation says what is missing', async () => {
    await expect(files.open({ path: 'x.csv' }, {}, { signal, folder: null })).rejects.toThrow('STOA_FILES_ROOT')
  })

  it('reads as a pattern without surprises', () => {
    expect(globPattern('a.*').test('abc')).toBe(false)
    expect(globPattern('**/*.csv').test('a/b/c.csv')).toBe(true)
    expect(globPattern('*.csv').test('a/b.csv')).toBe(false)
    expect(globPattern('(a+)+$').test('(a+)+$')).toBe(true)
  })
})

describe('bad files are refused with what is wrong', () => {
  const million = Array.from({ length: 1_000_000 }, (_, i) => `c${i}`).join(',')
  it.each<[string, string | Uint8Array, RegExp]>([
    ['latin.csv', Buffer.from('name\ncaf\xe9\n'.repeat(10), 'latin1'), /not UTF-8.*encoding/],
    ['nul.csv', 'a,b\n1,\0\n', /NUL at byte/],
    ['empty.csv', '', /is empty/],
    ['wide.csv', `${million}\n${million}\n`, /columns/],
    ['ragged.csv', `a,b\n${'1,2\n'.repeat(30_000)}1,2,3,4\n`, /30002|line/i],
    ['broken.parquet', 'PAR1 and then nothing', /broken Parquet/],
    [
      'footer.parquet',
      Buffer.concat([Buffer.from('PAR1xxxxxxxx'), Buffer.from([255, 255, 0, 0]), Buffer.from('PAR1')]),
      /footer/,
    ],
    ['fake.parquet', 'id\n1\n', /not a Parquet file/],
    ['packed.csv', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), /compressed/],
    ['torn.json', '[{"a": 1}, {"a":', /./],
    ['deep.json', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, /./],
  ])('%s', async (name, content, message) => {
    await writeFile(path.join(root, name), content)
    const error = await copied(name).then(
      () => undefined,
      (caught) => caught,
    )
    expect(error).toMatchObject({
      code: expect.stringMatching(/invalid|limited/),
      message: expect.stringMatching(message),
    })
    expect(error.message).not.toContain(root)
  })

  it('a mark at the start of the file is no part of the first name', async () => {
    await writeFile(path.join(root, 'bom.csv'), '\ufeffid,name\n1,one\n')
    expect((await copied('bom.csv')).schema.map(({ name }) => name)).toEqual(['id', 'name'])
  })

  it('another encoding is read once it is named', async () => {
    await writeFile(path.join(root, 'named.csv'), Buffer.from('name\ncaf\xe9\n', 'latin1'))
    expect(await copied('named.csv', { readers: { encoding: 'latin-1', header: true } })).toMatchObject({ rows: 1 })
  })
})
