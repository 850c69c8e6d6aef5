import { Agent, createServer, request } from 'node:http'
import { text } from 'node:stream/consumers'

/** A step that the app ran, and when the call that made it run was sent, in epoch ms. */
export interface Called {
  run: string
  step: string
  at: number
}

/** Stands between an executor and the app, and writes down what each call made the app do. */
export async function recordCalls(port: number, appPort: number) {
  const calls: Called[] = []
  const agent = new Agent({ keepAlive: true })
  const server = createServer(async (asked, answer) => {
    const at = Date.now()
    try {
      const body = await text(asked)
      const onward = { port: appPort, host: '127.0.0.1', method: asked.method, path: asked.url, headers: asked.headers }
      const sent = request({ ...onward, agent }, async (reply) => {
        try {
          const said = await text(reply)
          if (reply.statusCode === 206)
            for (const step of ranIn(said)) calls.push({ run: JSON.parse(body).ctx.run_id, step, at })
          answer.writeHead(reply.statusCode!, reply.headers).end(said)
        } catch {
          answer.destroy()
        }
      })
      sent.on('error', () => answer.destroy())
      sent.end(body)
    } catch {
      answer.destroy()
    }
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const end = () => {
    agent.destroy()
    server.closeAllConnections()
    server.close()
  }
  return { calls, end }
}

/** The steps whose code ran in a call; planned and awaited ones did not. */
const ranIn = (said: string): string[] =>
  (JSON.parse(said) as { id: string; op: string }[]).filter(({ op }) => op === 'StepRun').map(({ id }) => id)
