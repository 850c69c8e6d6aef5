/**
 * Every outgoing socket. A name is resolved once, the address is judged, and that very address is dialled, so that no answer
 * given later (a rebinding DNS) can lead elsewhere. Our own ports and database, and link-local addresses, are never reached.
 */
import dns from 'node:dns/promises'
import type http from 'node:http'
import { gate } from './gate'
import { type Rules, rulesForOwn, rulesFrom } from './rules'

let known: { key: string; rules: Rules } | undefined

/** The rules of the settings as they are now; settings that did not change are read once. */
function current(): Rules {
  const { HOST, STOA_NET_ALLOW, STOA_DEMO_SOURCE, PORT, JOB_PORT, DATABASE_URL, STOA_DATABASE_URL } = process.env
  const { MEILI_URL, INNGEST_BASE_URL, JOB_APP_URL } = process.env
  const own = [PORT, JOB_PORT, DATABASE_URL, STOA_DATABASE_URL, MEILI_URL, INNGEST_BASE_URL, JOB_APP_URL]
  const key = [HOST, STOA_NET_ALLOW, STOA_DEMO_SOURCE, ...own].join('\n')
  if (known?.key !== key) known = { key, rules: rulesFrom(process.env) }
  return known.rules
}

const resolve = (host: string) => dns.lookup(host, { all: true })

export const { connect, lookup, agent } = gate(current, resolve)

/** An agent to a server of the operator's own that the settings name: it reaches that place alone, and keeps its sockets. */
export const ownAgent = (address: URL): http.Agent =>
  gate(() => rulesForOwn(address), resolve).agent(address.protocol, { keepAlive: true })
