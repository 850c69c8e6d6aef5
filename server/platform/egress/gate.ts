import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'
import { AppError } from '../errors'
import { mayReach, type Rules } from './rules'

/** The only words an outsider reads: they tell nothing of what stands at the address. */
export const refusal = 'This address may not be reached from here. Ask the operator to open it (STOA_NET_ALLOW).'

/** How long one address is tried. */
const PATIENCE_MS = 10_000

export type Address = { address: string; family: number }
export type Resolve = (host: string) => Promise<Address[]>
export type Place = { host: string; port: number; signal?: AbortSignal }

const refuse = () => new AppError('forbidden', refusal)

/** A socket to one address. The signal ends it whenever it comes; the time that connecting may take ends with the connection. */
function dial(to: Address, port: number, patience: number, signal?: AbortSignal): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: to.address, port, family: to.family, signal })
    const late = setTimeout(() => socket.destroy(new Error('The address did not answer in time.')), patience)
    socket.setNoDelay(true)
    socket.once('close', () => clearTimeout(late))
    socket.once('connect', () => {
      clearTimeout(late)
      socket.off('error', reject)
      resolve(socket)
    })
    socket.once('error', reject)
  })
}

/** The way out, for given rules and a given resolver: each name is resolved once, judged, and dialled as the address judged. */
export function gate(rules: () => Rules, resolve: Resolve, patience = PATIENCE_MS) {
  /** The addresses of a host that may be reached at a port; refused in the constant words if there are none. */
  async function lookup(host: string, port: number): Promise<Address[]> {
    const bare = host.replace(/^\[|\]$/g, '')
    const found = net.isIP(bare) ? [{ address: bare, family: net.isIP(bare) }] : await resolve(bare)
    const open = found.filter(({ address }) => mayReach(rules(), bare, address, port))
    if (open.length === 0) throw refuse()
    return open
  }

  /** A connected socket to an address that was judged. */
  async function connect({ host, port, signal }: Place): Promise<net.Socket> {
    let failure: unknown
    for (const to of await lookup(host, port)) {
      try {
        return await dial(to, port, patience, signal)
      } catch (error) {
        failure = error
        if (signal?.aborted) throw error
      }
    }
    throw failure
  }

  const dialled = (options: net.TcpNetConnectOpts, done: (error: Error | null, stream: Duplex) => void) => {
    connect({ host: options.host ?? 'localhost', port: Number(options.port) }).then(
      (socket) => done(null, socket),
      (error) => done(error, undefined as unknown as Duplex),
    )
    return undefined
  }

  class Plain extends http.Agent {
    override createConnection(options: http.ClientRequestArgs, done?: (error: Error | null, stream: Duplex) => void) {
      return dialled(options as net.TcpNetConnectOpts, done!)
    }
  }

  class Secure extends https.Agent {
    override createConnection(options: https.RequestOptions, done?: (error: Error | null, stream: Duplex) => void) {
      return dialled(options as net.TcpNetConnectOpts, (error, socket) => {
        if (error) return done!(error, socket)
        const servername =
          options.servername ?? (net.isIP(options.host ?? '') ? undefined : (options.host ?? undefined))
        done!(null, tls.connect({ ...(options as tls.ConnectionOptions), socket: socket as net.Socket, servername }))
      })
    }
  }

  /** An agent for Node's http or https requests, by the protocol of the address it is for. */
  const agent = (protocol = 'https:', { keepAlive = false } = {}): http.Agent =>
    protocol === 'http:' ? new Plain({ keepAlive }) : new Secure({ keepAlive })

  return { lookup, connect, agent }
}
