import type { Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import { connect } from '@/server/platform/egress'
import { env, origin } from '@/server/platform/env'

type SocketGiven = (error: Error | null, socket: { connection: Socket } | false) => void

const patienceMs = 20_000
const loopback = ['localhost', '127.0.0.1', '[::1]']

/** Hands one mail to the server of SMTP_URL, over a socket that egress opened. Throws what went wrong, as the mailer says it. */
export async function postMail(message: { id: string; to: string; subject: string; text: string }): Promise<void> {
  const { SMTP_URL, SMTP_FROM } = env()
  if (!SMTP_URL) throw new Error('SMTP_URL is not set.')
  const { protocol, hostname, port, username, password } = new URL(SMTP_URL)
  const secure = protocol === 'smtps:'
  const place = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (secure ? 465 : 587) }
  const auth = username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : undefined
  const transport = createTransport({
    ...place,
    secure,
    auth,
    // A password leaves this machine encrypted or not at all.
    requireTLS: !secure && auth !== undefined && !loopback.includes(hostname),
    getSocket: (_: unknown, done: SocketGiven) => {
      connect(place).then(
        (connection) => done(null, { connection }),
        (error: Error) => done(error, false),
      )
    },
    disableFileAccess: true,
    disableUrlAccess: true,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  })
  const own = new URL(origin()).hostname
  const { id, to, subject, text } = message
  // The same id at every try, so that a mailbox which got it twice shows it once.
  const mail = { from: SMTP_FROM ?? `Stoa <stoa@${own}>`, to, subject, text, messageId: `<${id}@${own}>` }
  const headers = { 'auto-submitted': 'auto-generated' }
  await transport.sendMail({ ...mail, headers }).finally(() => transport.close())
}
