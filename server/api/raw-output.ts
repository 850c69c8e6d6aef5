import { z } from 'zod'

/** An answer that is not JSON (CSV, Arrow, Parquet, YAML, server-sent events); only the REST door can give it. */
export class RawOutput {
  constructor(
    readonly body: ReadableStream<Uint8Array> | string,
    readonly contentType: string,
    readonly headers: Record<string, string> = {},
  ) {}
}

/** The zod type of such an answer, alone or in a union with the JSON one. */
export const rawOutput = z
  .custom<RawOutput>((value) => value instanceof RawOutput)
  .meta({ override: { type: 'string', format: 'binary' } })

/** Answers with a stream or text of its own content type. */
export const streamOut = (
  body: ReadableStream<Uint8Array> | string,
  contentType: string,
  headers?: Record<string, string>,
): RawOutput => new RawOutput(body, contentType, headers)
