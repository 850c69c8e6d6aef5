import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FoundItem } from '../connector'
import { files } from '.'

/** Documents and mailboxes as items: to the letter, and refused in bounds where they are not what they seem. */

const root = mkdtempSync(path.join(tmpdir(), 'stoa-items-'))
const outside = mkdtempSync(path.join(tmpdir(), 'stoa-items-out-'))
afterAll(() => {
  for (const folder of [root, outside]) rmSync(folder, { recursive: true, force: true })
})

const put = (name: string, content: string | Uint8Array) => {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
  writeFileSync(path.join(root, name), content)
}
const open = (config: object) =>
  files.open(files.config.parse(config), {}, { signal: new AbortController().signal, folder: root })
async function all(items: AsyncIterable<FoundItem>) {
  const found: FoundItem[] = []
  for await (const item of items) found.push(item)
  return found
}
async function read(ref: string, more: object = {}) {
  const session = await open({ path: ref, ...more })
  try {
    return await all(session.items!(ref))
  } finally {
    await session.close()
  }
}
async function refused(ref: string, more: object = {}): Promise<string> {
  const error = await read(ref, more).then(
    (items) => Promise.reject(new Error(`it was read: ${items.length} items`)),
    (error) => error,
  )
  expect(error).toMatchObject({ code: expect.stringMatching(/invalid|not_found/) })
  expect(error.message).not.toContain(root)
  expect(error.message.length).toBeLessThan(300)
  return error.message
}
const mail = (headers: string, body: string, from = 'From a@b.example Mon Jan  1 10:00:00 2001') =>
  `${from}\n${headers}\n\n${body}\n\n`

describe('Markdown', () => {
  it.each([
    ['# A title #\r\ntext', 'A title'],
    ['text\n\n## Later `code`\n', 'Later `code`'],
    ['```\n# no heading\n```\n\n### Yes\n', 'Yes'],
    ['---\ntitle: "From the front"\nauthor: Ann, Bo\n---\n# Not this\n', 'From the front'],
    ['no heading at all', 'case.md'],
    ['', 'case.md'],
  ])('%j is called %s, and its text is as it lies', async (text, title) => {
    put('case.md', text)
    const [item, ...others] = await read('case.md')
    expect(item).toMatchObject({ key: 'case.md', title, body: text, link: 'case.md', readers: null })
    expect(others).toEqual([])
  })

  it('says its authors where it does, and its address where the settings give one', async () => {
    put('notes/a b.md', '---\nauthor: Ann, Bo\n---\ntext')
    const [item] = await read('notes/a b.md', { link: 'https://example.org/x' })
    expect(item).toMatchObject({ authors: ['Ann', 'Bo'], link: 'https://example.org/x/notes/a%20b.md' })
  })

  it('of a pattern is one asset more, of all that match and may be read', async () => {
    put('many/one.md', '# One')
    put('many/sub/two.md', '# Two')
    put('many/table.csv', 'a\n1\n')
    writeFileSync(path.join(outside, 'secret.md'), '# Secret')
    symlinkSync(path.join(outside, 'secret.md'), path.join(root, 'many/out.md'))
    const session = await open({ path: 'many/**' })
    const { assets } = await session.discover()
    expect(assets.map(({ ref, kind }) => [ref, kind])).toEqual([
      ['many/**', 'items'],
      ['many/one.md', 'items'],
      ['many/sub/two.md', 'items'],
      ['many/table.csv', 'file'],
    ])
    expect((await all(session.items!('many/**'))).map(({ title }) => title)).toEqual(['One', 'Two'])
    await expect(all(session.items!('many/out.md'))).rejects.toMatchObject({ code: 'invalid' })
    await expect(all(session.items!('many/table.csv'))).rejects.toThrow(/rows, not as items/)
    await expect(all(session.items!('../x.md'))).rejects.toMatchObject({ code: 'invalid' })
    await expect(session.read('many/one.md', {})).rejects.toThrow(/items, not as rows/)
    await session.close()
  })

  it('in another encoding is read once that is named', async () => {
    put('latin.md', Buffer.from('# Caf\xe9', 'latin1'))
    expect(await refused('latin.md')).toMatch(/not utf-8 text/)
    expect(await read('latin.md', { readers: { encoding: 'latin-1' } })).toMatchObject([{ title: 'Café' }])
  })

  it.each<[string, string | Uint8Array, RegExp]>([
    ['binary.md', Buffer.from([0x23, 0x20, 0, 1, 2]), /NUL at byte 2/],
    ['huge.md', Buffer.alloc(5 * 2 ** 20, 'x'), /5242880 bytes; 4194304 is the most/],
    ['long.md', 'x'.repeat(1_000_001), /1000001 characters of text; 1000000/],
  ])('%s is refused', async (name, content, message) => {
    put(name, content)
    expect(await refused(name)).toMatch(message)
  })
})

describe('a mailbox', () => {
  beforeAll(() => {
    put(
      'list.mbox',
      mail(
        'Message-ID: <1@x>\nSubject: =?utf-8?q?Caf=C3=A9?=\nFrom: Ann <ann@x>',
        'One.\n>From the top\n>>From below',
      ) +
        mail('Message-ID: <2@x>\nIn-Reply-To: <1@x>\nDate: Tue, 2 Jan 2001 10:00:00 +0200', 'Two.') +
        mail('Message-ID: <3@x>\nReferences: <1@x> <2@x>\nArchived-At: <https://lists.example.org/3>', 'Three.') +
        mail('Message-ID: <3@x>\nSubject: again', 'Three again.') +
        mail('Subject: no id\nDate: once upon a time', 'From here on\n\nFrom no beginning'),
    )
  })

  it('is its messages in their threads, to the letter', async () => {
    const items = await read('list.mbox')
    expect(items.map(({ key, thread, body }) => [key, thread, body])).toEqual([
      ['1@x', '1@x', 'One.\nFrom the top\n>From below\n'],
      ['2@x', '1@x', 'Two.\n'],
      ['3@x', '1@x', 'Three.\n'],
      ['3@x (2)', '3@x', 'Three again.\n'],
      [expect.stringMatching(/^sha256:/), expect.stringMatching(/^sha256:/), 'From here on\n\nFrom no beginning\n'],
    ])
    expect(items[0]).toMatchObject({ title: 'Café', authors: ['Ann <ann@x>'], link: 'list.mbox#1%40x' })
    expect(items[1]!.createdAt).toEqual(new Date('2001-01-02T08:00:00Z'))
    expect(items[2]!.link).toBe('https://lists.example.org/3')
    expect(items[4]).toMatchObject({ createdAt: null, title: 'no id' })
  })

  it('of markup is words, and no link but http is one', async () => {
    put(
      'html.mbox',
      mail(
        'Message-ID: <h@x>\nArchived-At: <javascript:alert(1)>\nContent-Type: text/html; charset=utf-8\nSubject: <b>bold</b>',
        '<style>p{}</style><script>alert(1)</script><p>Fish &amp; <i>chips</i><br>1 &lt; 2 &amp;lt;img&amp;gt;</p>',
      ),
    )
    expect(await read('html.mbox')).toMatchObject([
      { body: 'Fish & chips\n1 < 2 &lt;img&gt;', title: '<b>bold</b>', link: 'html.mbox#h%40x' },
    ])
  })

  it.each<[string, string | Uint8Array, RegExp]>([
    ['not.mbox', 'Dear all,\n', /does not begin with a "From " line/],
    ['png.mbox', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), /does not begin/],
    [
      'large.mbox',
      Buffer.concat([
        Buffer.from(mail('Message-ID: <1@x>', 'ok')),
        Buffer.from('From x Mon Jan 1 10:00:00 2001\nSubject: y\n\n'),
        Buffer.alloc(100 * 2 ** 20, 'x'),
      ]),
      /Message 2 of large.mbox is larger than 25 MB/,
    ],
    ['long.mbox', mail('Subject: x', 'y\n'.repeat(500_001)), /Message 1 of long.mbox has 1000003 characters/],
    ['nul.mbox', mail('Subject: x', 'a\0b'), /NUL in its text/],
    ['headers.mbox', mail(`X: ${'y'.repeat(300_000)}`, 'z'), /Message 1 of headers.mbox is broken/],
    [
      'deep.mbox',
      mail(
        'Content-Type: multipart/mixed; boundary=b0',
        Array.from({ length: 80 }, (_, n) => `--b${n}\nContent-Type: multipart/mixed; boundary=b${n + 1}\n`).join('\n'),
      ),
      /Message 1 of deep.mbox is broken/,
    ],
  ])('%s is refused', async (name, content, message) => {
    put(name, content)
    expect(await refused(name)).toMatch(message)
  })

  it('that may not be read says so', async () => {
    put('closed.mbox', 'From x\n')
    chmodSync(path.join(root, 'closed.mbox'), 0)
    if (process.getuid?.() !== 0) expect(await refused('closed.mbox')).toMatch(/may not be read/)
  })
})

describe('whom settings let read', () => {
  it.each([
    [{}, { everyone: undefined, people: undefined, domains: undefined }],
    [{ readers: { people: [' Ann@X.example '] } }, { people: ['ann@x.example'] }],
    [{ readers: { domains: ['sales'], everyone: true } }, { domains: ['sales'], everyone: true }],
  ])('%j', (more, readers) => {
    expect(files.readers!(files.config.parse({ path: '*.md', ...more }))).toMatchObject(readers)
  })

  it.each([{ people: ['nobody'] }, { domains: ['Not A Slug'] }, { everyone: 'yes' }, { anyone: true }])(
    'is refused where it is %j',
    (readers) => {
      expect(files.config.safeParse({ path: '*.md', readers }).success).toBe(false)
    },
  )
})
