const seconds = (ms: number) => (ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

/** Says what is being done, does it, and says how long it took; the work may answer a word on how it went. */
export async function step<T>(title: string, work: (note: (word: string) => void) => Promise<T> | T): Promise<T> {
  const started = performance.now()
  let word = ''
  if (process.stdout.isTTY) process.stdout.write(`  ${title} …`)
  try {
    const result = await work((said) => {
      word = ` (${said})`
    })
    const line = `  ${title}${word} · ${seconds(performance.now() - started)}`
    process.stdout.write(process.stdout.isTTY ? `\r\u001b[K${line}\n` : `${line}\n`)
    return result
  } catch (error) {
    process.stdout.write(process.stdout.isTTY ? '\n' : `  ${title}: failed\n`)
    throw error
  }
}
