import http from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy as one stands before several portals: each call goes to the next of them. */
export type RoundRobin = { address: string; port: number; close(): void }

/**
 * A call that found nobody listening goes to the next portal; one that broke off after that is not made again, since it may have been
 * done: its caller's connection is cut.
 */
export async function roundRobin(ports: number[], at = 0): Promise<RoundRobin> {
  let turn = 0
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const first = turn++
    const headers = { ...request.headers, 'x-forwarded-for': request.socket.remoteAddress ?? '' }
    const attempt = (tried: number): void => {
      const port = ports[(first + tried) % ports.length]!
      const options = { host: '127.0.0.1', port, path: request.url, method: request.method, headers, agent: false }
      const passed = http.request(options, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(response)
        answer.on('error', () => response.destroy())
      })
      passed.on('error', ({ code }: NodeJS.ErrnoException) => {
        if (code === 'ECONNREFUSED' && tried + 1 < ports.length) attempt(tried + 1)
        else response.destroy()
      })
      response.once('close', () => passed.destroy())
      passed.end(body)
    }
    attempt(0)
  })
  server.on('clientError', (_, socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { address: `http://127.0.0.1:${port}`, port, close }
}
