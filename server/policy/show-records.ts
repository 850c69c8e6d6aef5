import type { RecordTable } from '@/server/connectors'
import type { OrgScope } from '@/server/platform/db'
import { readingOn } from '@/server/platform/pages'
import { countDecisions, decisionRows } from './decision-store'

const column = (name: string, description: string, type = 'VARCHAR', nullable = false) => ({
  name,
  type,
  nullable,
  description,
})

/** What an organisation keeps of what policy decided, as a table. */
export const showRecords = (scope: OrgScope): RecordTable[] => [
  {
    name: 'decisions',
    description: 'What policy was asked and answered, as long as decisions are kept.',
    keys: { primary: ['id'], unique: [], foreign: [] },
    cursor: 'id',
    columns: [
      column('id', 'Names the decision'),
      column('decided_at', 'When', 'TIMESTAMP WITH TIME ZONE'),
      column('principal_id', 'The member or agent who asked'),
      column('action', 'What they would do'),
      column('resource_type', 'What kind of thing they would do it to'),
      column('resource_id', 'Which'),
      column('effect', 'allow or deny'),
      column('because', 'The policies that decided, one after the other'),
      column('policy_version', 'The policies in force'),
      column('purpose', 'What for, where that was said', 'VARCHAR', true),
      column('surface', 'By which door it was asked'),
    ],
    count: () => countDecisions(scope),
    read: readingOn('decision', (after) => decisionRows(scope, after)),
  },
]
