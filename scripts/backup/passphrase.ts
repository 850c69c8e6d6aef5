import readline from 'node:readline'
import { Writable } from 'node:stream'
import { Refusal } from '../refusal'

const SHORTEST = 12

/** The archive's passphrase: the setting, else asked on the terminal; `fresh` asks twice and refuses what is easily guessed. */
export async function readPassphrase({ fresh }: { fresh: boolean }): Promise<string> {
  const given = process.env.STOA_BACKUP_PASSPHRASE
  if (!given && !process.stdin.isTTY) {
    throw new Refusal('Set STOA_BACKUP_PASSPHRASE, or run this at a terminal that can ask for the passphrase.')
  }
  const passphrase = given || (await ask('  Passphrase of the archive: '))
  if (fresh && passphrase.length < SHORTEST) {
    throw new Refusal(`The passphrase needs at least ${SHORTEST} characters: the archive holds every key and secret.`)
  }
  if (fresh && !given && (await ask('  Once more: ')) !== passphrase) {
    throw new Refusal('The two passphrases differ: nothing was written.')
  }
  return passphrase
}

/** Asks without showing what is typed. */
function ask(question: string): Promise<string> {
  process.stdout.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = readline.createInterface({ input: process.stdin, output: silent, terminal: true })
  return new Promise((resolve) => {
    reader.once('SIGINT', () => process.exit(130))
    reader.question('', (answer) => {
      reader.close()
      process.stdout.write('\n')
      resolve(answer)
    })
  })
}
