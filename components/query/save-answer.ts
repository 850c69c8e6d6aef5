import type { Asked } from './snippet'

/** Asks for a whole answer as a file and hands it to the browser. What is refused throws in the server's words. */
export async function saveAnswer(asked: Asked, signal?: AbortSignal): Promise<void> {
  const response = await fetch('/api/v1/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
    signal,
  })
  if (!response.ok) {
    const said = (await response.json().catch(() => null)) as { error?: { message?: string } } | null
    throw new Error(said?.error?.message ?? 'The download failed. Try again.')
  }
  const name =
    /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? `answer.${asked.format}`
  const address = URL.createObjectURL(await response.blob())
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  // The browser has taken it by then; the memory goes back.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
