import { beforeAll, describe, expect, test } from 'vitest'
import { ContextTenant, diary, handbook, mailbox } from '@/prisma/seed/context-tenant'
import * as ingestion from '@/server/ingestion'

let world: ContextTenant
let member: string
let publisher: string

const search = (token: string, q: string, more = '') =>
  world.call(token, 'GET', `/context/search?q=${encodeURIComponent(q)}${more}`)
const titles = async (token: string, q: string) => {
  const { body } = await search(token, q)
  return [body.items.map((one: { title: string }) => one.title), body.total]
}

beforeAll(async () => {
  world = await ContextTenant.make('context-files')
  world.write('docs/handbook.md', handbook)
  world.write('docs/diary.md', diary)
  world.write('list.mbox', mailbox)
  const { a } = world
  ;[member, publisher] = [await world.tokenOf(a.member), await world.tokenOf(a.publisher)]
}, 240_000)

describe('a context product', { timeout: 240_000 }, () => {
  let docs: string

  test('is items synced, published, found, asked for and granted like any other', async () => {
    docs = await world.connect('house-docs', {
      path: 'docs/*.md',
      link: 'https://docs.example.org/house',
      readers: { people: [world.a.member.principal.email] },
    })
    const assets = await world.call(publisher, 'GET', `/connections/${docs}/assets`)
    expect(assets.body.items.map(({ ref, kind }: { ref: string; kind: string }) => [ref, kind])).toEqual([
      ['docs/*.md', 'items'],
      ['docs/diary.md', 'items'],
      ['docs/handbook.md', 'items'],
    ])
    expect(await world.sync(docs, 'docs/*.md')).toMatchObject({ state: 'succeeded', assets: [{ state: 'recorded' }] })
    await world.publish('handbook', 'house-docs', ['docs/*.md'])
    const found = await world.call(member, 'GET', '/search?q=handbook&type=context')
    expect(found.body).toMatchObject({ total: 1, items: [{ slug: 'handbook', type: 'context', access: 'none' }] })
    expect((await world.call(member, 'GET', '/products/handbook')).body).toMatchObject({ type: 'context' })
  })

  test('answers nobody without a grant, and its reader with one, to the letter', async () => {
    expect(await titles(member, 'strike')).toEqual([[], 0])
    await world.granted('handbook')
    const { status, body } = await search(member, 'strike hour')
    expect([status, body.total]).toEqual([200, 1])
    const [hit] = body.items
    expect(hit).toMatchObject({
      title: 'How we handle bird strikes',
      link: 'https://docs.example.org/house/docs/handbook.md',
      product: 'handbook',
      port: 'all',
      connection: 'house-docs',
      purpose: 'analytics',
    })
    expect(hit.quote.text).toBe(handbook.slice(hit.quote.from, hit.quote.to))
    const item = await world.call(member, 'GET', `/items/${hit.id}`)
    expect(item.body).toMatchObject({ body: handbook, title: hit.title })
    const receipt = await world.call(member, 'GET', `/receipts/${item.body.receipt}`)
    expect(receipt.body).toMatchObject({ holds: true, sources: [{ product: 'handbook', items: [{ id: hit.id }] }] })
  })

  test('reads what changed again, forgets what is gone, and says so on a receipt', async () => {
    const before = (await search(member, 'goshawk')).body
    world.write('docs/diary.md', diary.replace('noon', 'dusk'))
    world.write('docs/owls.md', '# Owls\n\nAn owl hunts at night.\n')
    await world.sync(docs, 'docs/*.md')
    expect((await search(member, 'goshawk')).body.items[0]).toMatchObject({ id: before.items[0].id })
    expect((await world.call(member, 'GET', `/receipts/${before.receipt}`)).body).toMatchObject({ holds: false })
    expect(await titles(member, 'owl')).toEqual([['Owls'], 1])
    world.remove('docs/owls.md')
    await world.sync(docs, 'docs/*.md')
    expect(await titles(member, 'owl')).toEqual([[], 0])
    expect(await world.sync(docs, 'docs/*.md')).toMatchObject({ assets: [{ state: 'unchanged' }] })
  })

  test('follows the readers of its connection at the next call', async () => {
    const [hit] = (await search(member, 'goshawk')).body.items
    for (const readers of [undefined, {}, { people: ['other@a.example'] }, { domains: ['sales'] }]) {
      await ingestion.updateConnection(world.a.publisher, docs, { config: { path: 'docs/*.md', readers } })
      expect(await titles(member, 'goshawk')).toEqual([[], 0])
      expect((await world.call(member, 'GET', `/items/${hit.id}`)).status).toBe(404)
    }
    expect(await titles(publisher, 'goshawk')).toEqual([['The diary of a goshawk'], 1])
    await ingestion.updateConnection(world.a.publisher, docs, {
      config: { path: 'docs/*.md', readers: { everyone: true } },
    })
    expect(await titles(member, 'goshawk')).toEqual([['The diary of a goshawk'], 1])
  })

  test('of mail keeps threads together, and markup is words', async () => {
    const mail = await world.connect('house-mail', { path: '*.mbox', readers: { everyone: true } })
    await world.sync(mail, 'list.mbox')
    await world.publish('mail', 'house-mail', ['list.mbox'])
    await world.granted('mail')
    const { items, total } = (await search(member, 'buzzard')).body
    expect(total).toBe(2)
    const one = items.find((item: { title: string }) => !item.title.startsWith('Re:'))
    const { body } = await world.call(member, 'GET', `/items/${one.id}`)
    expect(body).toMatchObject({
      authors: ['Ann <ann@a.example>'],
      body: 'A strike by a buzzard at dawn.\nFrom the tower it looked small.\n',
      thread: [{ title: 'Re: Strike at the north runway' }],
    })
    const answer = await world.call(member, 'GET', `/items/${body.thread[0].id}`)
    expect(answer.body.body).toBe('Seen it too, a buzzard it was.')
  })
})
