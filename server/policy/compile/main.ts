import { type Reading, readText } from './read-text'

/** The process that reads one text and ends: whatever a hostile text does to the parser, nothing else is in here. */
const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
const reading = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Reading
process.stdout.write(JSON.stringify(readText(reading)))
