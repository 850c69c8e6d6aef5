import { BlockList, isIP } from 'node:net'

/** Whether an address may be reached: never, only if the operator allowed it, or always. */
export type Reach = 'never' | 'private' | 'public'

const list = (ranges: string[]) => {
  const block = new BlockList()
  for (const range of ranges) addRange(block, range)
  return block
}

/** Adds one `address/bits` or a single address; false if it is neither. */
export function addRange(block: BlockList, range: string): boolean {
  const [address = '', bits] = range.split('/')
  const family = isIP(address)
  const most = family === 6 ? 128 : 32
  const width = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
  if (family === 0 || !(width >= 0 && width <= most)) return false
  block.addSubnet(address, width, family === 6 ? 'ipv6' : 'ipv4')
  return true
}

/** Link-local with the clouds' metadata services, unspecified, multicast, broadcast. */
const never = list([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200',
  '192.0.0.192',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'fd00:ec2::254',
  'ff00::/8',
])

/** Loopback, RFC 1918, carrier-grade NAT, test and documentation nets, unique local. */
const inner = list([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '::1/128',
  '2001:db8::/32',
  'fc00::/7',
  'fec0::/10',
])

/** Ways to write an IPv4 address inside an IPv6 one: compatible, mapped, translated (NAT64), 6to4. */
const carriers: { prefix: number[]; at: number }[] = [
  { prefix: [0, 0, 0, 0, 0, 0xffff], at: 6 },
  { prefix: [0, 0, 0, 0, 0xffff, 0], at: 6 },
  { prefix: [0x64, 0xff9b, 0, 0, 0, 0], at: 6 },
  { prefix: [0x64, 0xff9b, 1, 0, 0, 0], at: 6 },
  { prefix: [0, 0, 0, 0, 0, 0], at: 6 },
  { prefix: [0x2002], at: 1 },
]

/** The one way to write an address: an IPv4 address hidden in IPv6 comes out as IPv4, a zone is cut off. */
export function canonical(address: string): string {
  const bare = address.split('%')[0]!
  if (isIP(bare) !== 6) return bare
  const text = new URL(`http://[${bare}]`).hostname.slice(1, -1)
  const [head = '', tail] = text.split('::')
  const words = (part: string) => (part === '' ? [] : part.split(':').map((word) => Number.parseInt(word, 16)))
  const left = words(head)
  const right = tail === undefined ? [] : words(tail)
  const all = [...left, ...Array(8 - left.length - right.length).fill(0), ...right] as number[]
  const carrier = carriers.find(({ prefix }) => prefix.every((word, index) => all[index] === word))
  if (!carrier || (carrier.at === 6 && all[6] === 0 && all[7]! <= 1 && carrier.prefix.every((word) => word === 0)))
    return text
  const [high, low] = [all[carrier.at]!, all[carrier.at + 1]!]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

const within = (block: BlockList, address: string) => block.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** What an address (canonical) is. */
export function reach(address: string): Reach {
  if (isIP(address) === 0 || within(never, address)) return 'never'
  return within(inner, address) ? 'private' : 'public'
}

export { within }
