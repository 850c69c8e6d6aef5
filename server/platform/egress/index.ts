/**
 * Every outgoing socket. A name is resolved once, the address is judged, and that very address is dialled, so that no answer
 * given later (a rebinding DNS) can lead elsewhere. Our own ports and database, and link-local addresses, are never reached.
 */
import dns from 'node:dns/promises'
import { gate } from './gate'
import { type Rules, rulesFrom } from './rules'

let known: { key: string; rules: Rules } | undefined

/** The rules of the settings as they are now; settings that did not change are read once. */
function current(): Rules {
  const { HOST, STOA_NET_ALLOW, STOA_DEMO_SOURCE, PORT, JOB_PORT, DATABASE_URL, STOA_DATABASE_URL } = process.env
  const key = [HOST, STOA_NET_ALLOW, STOA_DEMO_SOURCE, PORT, JOB_PORT, DATABASE_URL, STOA_DATABASE_URL].join('\n')
  if (known?.key !== key) known = { key, rules: rulesFrom(process.env) }
  return known.rules
}

export const { connect, lookup, agent } = gate(current, (host) => dns.lookup(host, { all: true }))
