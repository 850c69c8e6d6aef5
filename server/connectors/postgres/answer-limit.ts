import type { Socket } from 'node:net'
import type pg from 'pg'
import { invalid } from '@/server/platform/errors'

/** The most a server may send in answer to one question, in bytes; a catalog's page is a small part of it. Rows of a copy are not counted. */
const most = 64 * 2 ** 20
const everyMs = 50

type Connection = NodeJS.EventEmitter & { stream: Socket }

/** pg keeps an answer until it is whole, however large: a server that sends without end is left before it fills our memory. */
export function limitAnswers(client: pg.Client, socket: Socket): void {
  const { connection } = client as unknown as { connection: Connection }
  const sent = () => Math.max(socket.bytesRead, connection.stream?.bytesRead ?? 0)
  let from = 0
  const begin = () => {
    from = sent()
  }
  connection.on('readyForQuery', begin)
  const timer = setInterval(() => {
    // While rows are copied nobody listens for data: they are read as fast as they are written away.
    if (connection.stream?.listenerCount('data') === 0) begin()
    else if (sent() - from > most)
      connection.stream.destroy(
        invalid(`The server sent more than ${most / 2 ** 20} MB in answer to one question. Is it PostgreSQL?`),
      )
  }, everyMs)
  timer.unref()
  socket.once('close', () => clearInterval(timer))
}
