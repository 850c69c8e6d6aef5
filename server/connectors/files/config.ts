import { z } from 'zod'
import { formats } from './format'

const address = z.string().trim().toLowerCase().max(254).pipe(z.email('must be an e-mail address'))
const domain = z
  .string()
  .trim()
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'must be the name of a domain as in addresses: lower-case letters, digits, hyphens',
  )

export const config = z.strictObject({
  path: z
    .string()
    .min(1, 'is needed')
    .max(1_000)
    .refine((path) => !path.includes('\0'), 'must have no NUL')
    .refine(
      (path) => !path.startsWith('/') && !/^[A-Za-z]:/.test(path),
      'must be within the files folder, without a leading /',
    )
    .refine((path) => !path.split(/[\\/]/).includes('..'), 'must not contain ..')
    .refine((path) => (path.match(/\*/g) ?? []).length <= 8, 'must have at most 8 stars')
    .describe('A file, or a pattern such as sales/*.csv, within the files folder'),
  format: z.enum(formats).optional().describe('Left out, the file name tells it'),
  link: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .max(1_000)
    .optional()
    .describe('Where people find the files of items: an address that the path of each is put behind'),
  readers: z
    .strictObject({
      everyone: z
        .boolean()
        .optional()
        .meta({ title: 'Read by everyone', description: 'Every member of the organisation may read the items' }),
      people: z
        .array(address)
        .max(1_000)
        .optional()
        .meta({ title: 'Read by people', description: 'E-mail addresses of those who may read the items' }),
      domains: z.array(domain).max(200).optional().meta({
        title: 'Read by members of',
        description: 'Names, as in addresses, of the teams whose members may read the items',
      }),
      header: z.boolean().optional().describe('The first line names the columns'),
      delimiter: z.string().min(1).max(4).optional().describe('Between two values'),
      quote: z.string().length(1).optional().describe('Around a value'),
      nullText: z.string().max(50).optional().describe('What stands for no value'),
      encoding: z.enum(['utf-8', 'utf-16', 'latin-1']).optional().describe('How the text is encoded'),
    })
    .optional()
    .describe('Who may read items (nobody, unless named here), and how CSV is read where it must not be guessed'),
})
export type Config = z.infer<typeof config>

export const secrets = z.strictObject({})
export type Secrets = z.infer<typeof secrets>
