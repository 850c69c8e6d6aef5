import type { Readable } from 'node:stream'

export type Report = { event: string; [field: string]: unknown }

/** The largest report a child may send, in bytes: an answer of 64 MB with its columns. What is longer is not waited for. */
const largest = 96 * 2 ** 20
const newLine = 10

/**
 * Reads a child's reports, one JSON object a line. A child may be killed in the middle of a line, and a hostile statement may
 * have broken it: what is cut, too long or no report calls `spoilt`, and nothing after it is read.
 */
export function readReports(from: Readable, take: (report: Report) => void, spoilt: () => void): void {
  let parts: Buffer[] = []
  let held = 0
  const stop = () => {
    parts = []
    from.off('data', read)
    from.resume()
    spoilt()
  }
  function read(chunk: Buffer) {
    let rest = chunk
    for (let end = rest.indexOf(newLine); end >= 0; end = rest.indexOf(newLine)) {
      const report = parsed(Buffer.concat([...parts, rest.subarray(0, end)]))
      if (!report) return stop()
      parts = []
      held = 0
      rest = rest.subarray(end + 1)
      take(report)
    }
    parts.push(rest)
    held += rest.length
    if (held > largest) stop()
  }
  from.on('data', read)
}

function parsed(line: Buffer): Report | null {
  try {
    const report: unknown = JSON.parse(line.toString('utf8'))
    return typeof report === 'object' && report !== null && 'event' in report ? (report as Report) : null
  } catch {
    return null
  }
}
