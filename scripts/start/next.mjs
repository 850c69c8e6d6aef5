// Next's own command, ending with the supervisor: its pipe to us closes when it stops, or when it was killed.
const GRACE_MS = 3000

const end = () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(0), GRACE_MS).unref()
}
process.stdin.on('end', end).on('error', end).resume()

process.argv.splice(1, 1, 'next')
await import('next/dist/bin/next')
