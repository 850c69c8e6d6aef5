import { BlockList } from 'node:net'
import { networkInterfaces } from 'node:os'
import { addRange, canonical, reach, within } from './address'

/** What this installation lets its outgoing connections reach. */
export type Rules = {
  /** Private ranges that the operator opened. */
  ranges: BlockList
  /** `host:port` that the operator opened, host as a person writes it. */
  places: Set<string>
  /** Ports that are ours on any address of this machine. */
  ownPorts: Set<number>
  /** `host:port` of our own database, search and job servers. */
  ownPlaces: Set<string>
  /** The demo's source server: our own machine, yet meant to be read. */
  source: string | undefined
}

const loopback = ['127.0.0.0/8', '::1/128']
const isLoopback = (host: string | undefined) =>
  host === undefined || host === '' || host === 'localhost' || host.startsWith('127.') || host === '::1'

const place = (host: string, port: number | string) => `${host.toLowerCase().replace(/^\[|\]$/g, '')}:${port}`

const usual: Record<string, number> = { 'http:': 80, 'https:': 443 }
const portOf = ({ port, protocol }: URL) => Number(port || (usual[protocol] ?? 5432))

/** To one place of the operator's own, which connectors never reach. */
export const rulesForOwn = (address: URL): Rules => ({
  ranges: new BlockList(),
  places: new Set([place(address.hostname, portOf(address))]),
  ownPorts: new Set(),
  ownPlaces: new Set(),
  source: undefined,
})

/** Reads the rules from settings; one that cannot be read opens nothing and is an error that names it. */
export function rulesFrom(settings: Record<string, string | undefined>): Rules {
  const rules: Rules = {
    ranges: new BlockList(),
    places: new Set(),
    ownPorts: new Set(),
    ownPlaces: new Set(),
    source: settings.STOA_DEMO_SOURCE?.toLowerCase(),
  }
  const wanted = settings.STOA_NET_ALLOW?.split(/[\s,]+/).filter(Boolean)
  for (const entry of wanted ?? (isLoopback(settings.HOST) ? loopback : [])) {
    if (addRange(rules.ranges, entry)) continue
    const [, host, port] = /^(.+):(\d{1,5})$/.exec(entry) ?? []
    if (!host || !port) throw new TypeError(`STOA_NET_ALLOW: "${entry}" is neither a CIDR range nor host:port.`)
    rules.places.add(place(host, port))
  }
  for (const name of ['PORT', 'JOB_PORT']) if (settings[name]) rules.ownPorts.add(Number(settings[name]))
  for (const name of ['STOA_DATABASE_URL', 'DATABASE_URL', 'MEILI_URL', 'INNGEST_BASE_URL', 'JOB_APP_URL']) {
    const url = settings[name] && URL.canParse(settings[name]) ? new URL(settings[name]) : undefined
    if (!url?.hostname) continue
    const port = portOf(url)
    rules.ownPlaces.add(place(url.hostname, port))
    if (isLoopback(url.hostname)) rules.ownPorts.add(port)
  }
  return rules
}

/** Whether an address is this machine's. */
function isOurs(address: string): boolean {
  if (reach(address) === 'private' && (address.startsWith('127.') || address === '::1')) return true
  return Object.values(networkInterfaces()).some((cards) => cards?.some((card) => canonical(card.address) === address))
}

/** Whether a host, resolved to an address, may be reached at a port. */
export function mayReach(rules: Rules, host: string, address: string, port: number): boolean {
  const at = canonical(address)
  if (reach(at) === 'never') return false
  // The demo's source stands on our own machine; it is the one exception to the two refusals below.
  if (rules.source && (place(host, port) === rules.source || place(at, port) === rules.source)) return true
  if (rules.ownPlaces.has(place(host, port)) || rules.ownPlaces.has(place(at, port))) return false
  if (rules.ownPorts.has(port) && isOurs(at)) return false
  if (reach(at) === 'public') return true
  return rules.places.has(place(host, port)) || rules.places.has(place(at, port)) || within(rules.ranges, at)
}
