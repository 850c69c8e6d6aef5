import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonical, reach } from './address'
import { type Address, gate, refusal } from './gate'
import { mayReach, rulesFrom } from './rules'

describe('an address', () => {
  it.each([
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::ffff:a00:1', '10.0.0.1'],
    ['::127.0.0.1', '127.0.0.1'],
    ['64:ff9b::a9fe:a9fe', '169.254.169.254'],
    ['2002:7f00:1::', '127.0.0.1'],
    ['::1', '::1'],
    ['::', '::'],
    ['fe80::1%eth0', 'fe80::1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['2606:4700::1111', '2606:4700::1111'],
  ])('%s is written %s', (from, to) => expect(canonical(from)).toBe(to))

  it.each([
    ['169.254.169.254', 'never'],
    ['0.0.0.0', 'never'],
    ['224.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['100.100.100.200', 'never'],
    ['::', 'never'],
    ['fe80::1', 'never'],
    ['ff02::1', 'never'],
    ['not an address', 'never'],
    ['127.0.0.1', 'private'],
    ['10.1.2.3', 'private'],
    ['172.31.0.1', 'private'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'private'],
    ['::1', 'private'],
    ['fd12::1', 'private'],
    ['1.1.1.1', 'public'],
    ['172.32.0.1', 'public'],
    ['2606:4700::1111', 'public'],
  ])('%s is %s', (address, is) => expect(reach(address)).toBe(is))
})

describe('the rules', () => {
  const open = { HOST: '127.0.0.1', PORT: '3000', DATABASE_URL: 'postgres://a:b@127.0.0.1:6000/x' }
  const closed = { ...open, HOST: '0.0.0.0' }
  it.each([
    [open, '127.0.0.1', '127.0.0.1', 5432, true],
    [open, 'localhost', '::1', 5432, true],
    [open, '127.0.0.1', '127.0.0.1', 3000, false],
    [open, '127.0.0.1', '::ffff:127.0.0.1', 3000, false],
    [open, '127.0.0.1', '127.0.0.1', 6000, false],
    [open, 'anything', '127.8.8.8', 6000, false],
    [{ ...open, STOA_DEMO_SOURCE: '127.0.0.1:6000' }, '127.0.0.1', '127.0.0.1', 6000, true],
    [open, 'db', '10.0.0.1', 5432, false],
    [closed, '127.0.0.1', '127.0.0.1', 5432, false],
    [{ ...closed, STOA_NET_ALLOW: '10.0.0.0/8,db.internal:5432' }, 'x', '10.9.9.9', 1, true],
    [{ ...closed, STOA_NET_ALLOW: '10.0.0.0/8,db.internal:5432' }, 'db.internal', '192.168.1.1', 5432, true],
    [{ ...closed, STOA_NET_ALLOW: '10.0.0.0/8,db.internal:5432' }, 'db.internal', '192.168.1.1', 5433, false],
    [{ ...closed, STOA_NET_ALLOW: '0.0.0.0/0' }, 'x', '169.254.169.254', 80, false],
    [{ ...closed, DATABASE_URL: 'postgres://a:b@db.example:5432/x' }, 'db.example', '8.8.8.8', 5432, false],
    [{ ...open, INNGEST_BASE_URL: 'http://127.0.0.1:8288' }, '127.0.0.1', '127.0.0.1', 8288, false],
    [
      { ...open, STOA_NET_ALLOW: '10.0.0.0/8', JOB_APP_URL: 'http://proxy:8080/api/inngest' },
      'proxy',
      '10.0.0.9',
      8080,
      false,
    ],
    [closed, 'x', '1.1.1.1', 443, true],
  ])('%j: %s at %s:%i is %s', (settings, host, address, port, allowed) =>
    expect(mayReach(rulesFrom(settings), host, address, port)).toBe(allowed),
  )

  it('refuses a setting it cannot read, by name', () =>
    expect(() => rulesFrom({ STOA_NET_ALLOW: 'everything' })).toThrow('STOA_NET_ALLOW'))
})

describe('a socket', () => {
  let server: http.Server
  let port: number
  beforeAll(async () => {
    server = http.createServer((_, answer) => answer.end('reached'))
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => server.close())

  /** A DNS that gives an allowed address first and an inner one ever after. */
  const rebinding = (first: Address) => {
    let asked = 0
    const resolve = async () => (asked++ === 0 ? [first] : [{ address: '127.0.0.1', family: 4 }])
    return { resolve, asked: () => asked }
  }

  it('is pinned: a second answer of the DNS is never asked for', async () => {
    const dns = rebinding({ address: '127.0.0.2', family: 4 })
    const { connect } = gate(() => rulesFrom({ HOST: '0.0.0.0', STOA_NET_ALLOW: '127.0.0.2/32' }), dns.resolve)
    await expect(connect({ host: 'rebind.test', port })).rejects.toThrow()
    expect(dns.asked()).toBe(1)
    await expect(connect({ host: 'rebind.test', port })).rejects.toThrow(refusal)
  })

  it('reads numbers in other clothes as what they mean', async () => {
    const { connect } = gate(
      () => rulesFrom({ HOST: '0.0.0.0' }),
      async () => [{ address: '127.0.0.1', family: 4 }],
    )
    for (const host of ['2130706433', '0177.0.0.1', '0x7f.1', '[::ffff:127.0.0.1]', '127.1'])
      await expect(connect({ host, port })).rejects.toThrow(refusal)
  })

  it('carries an http request when allowed, and refuses it in the constant words when not', async () => {
    const ask = (settings: Record<string, string>) =>
      new Promise<string>((resolve, reject) => {
        const { agent } = gate(
          () => rulesFrom(settings),
          async () => [{ address: '127.0.0.1', family: 4 }],
        )
        const request = http.get(`http://somewhere.test:${port}/`, { agent: agent('http:') }, (answer) =>
          answer.setEncoding('utf8').on('data', resolve),
        )
        request.on('error', reject)
      })
    expect(await ask({ HOST: '127.0.0.1' })).toBe('reached')
    await expect(ask({ HOST: '0.0.0.0' })).rejects.toThrow(refusal)
  })

  it('ends with its signal', async () => {
    const { connect } = gate(
      () => rulesFrom({ HOST: '127.0.0.1' }),
      async () => [],
    )
    await expect(connect({ host: '127.0.0.1', port, signal: AbortSignal.abort() })).rejects.toThrow()
    expect(net.isIP('127.0.0.1')).toBe(4)
  })

  it('lives on after the time in which it had to be made', async () => {
    const { connect } = gate(
      () => rulesFrom({ HOST: '127.0.0.1' }),
      async () => [],
      50,
    )
    const ends = new AbortController()
    for (const signal of [undefined, ends.signal]) {
      const socket = await connect({ host: '127.0.0.1', port, signal })
      socket.on('error', () => undefined)
      await sleep(300)
      expect(socket.destroyed).toBe(false)
      if (signal) ends.abort()
      else socket.destroy()
      await sleep(20)
      expect(socket.destroyed).toBe(true)
    }
  })
})
