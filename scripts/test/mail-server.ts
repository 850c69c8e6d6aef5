import { SMTPServer } from 'smtp-server'

type Mail = { from: string; to: string[]; text: string; user?: string }

/** A real SMTP server that keeps what it gets, and refuses it while `refusal.code` says so. Its one password is `p@ss`. */
export function mailServer() {
  const mails: Mail[] = []
  const refusal: { code: number | null } = { code: null }
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username = '', password }, _, done) =>
      password === 'p@ss' ? done(null, { user: username }) : done(new Error('no')),
    onData(stream, session, done) {
      let text = ''
      stream.on('data', (chunk) => {
        text += chunk
      })
      stream.on('end', () => {
        if (refusal.code !== null) return done(Object.assign(new Error('refused'), { responseCode: refusal.code }))
        const { mailFrom, rcptTo } = session.envelope
        const to = rcptTo.map(({ address }) => address)
        // As a mailbox reads it: quoted-printable undone.
        text = text.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')
        mails.push({ from: mailFrom ? mailFrom.address : '', to, text, user: session.user as string | undefined })
        done()
      })
    },
  })
  return { smtp, mails, refusal }
}
