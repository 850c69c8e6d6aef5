/** Checks that another holds behind: taken away alone, nothing is let through. By name, with what holds it instead. */
export const redundant: Readonly<Record<string, string>> = {
  "server/access/ask-back.ts a branch refuses: if (row.state === 'info_needed') throw conflict('A question waits for its answer already.')":
    'two lines on, no request goes from waiting to waiting (moveRequest in server/access/request-life.ts): a conflict in other words',
  "server/access/break-glass.ts a branch refuses: if (!request) throw notFound('request')":
    'the request was inserted two lines above, in the same transaction',
  "server/access/decide-reviewed.ts a branch refuses: if (!review || !item) throw notFound('grant in this review')":
    'what is not there the door has already answered not_found (decide in server/api/routers/review.ts)',
  'server/access/decide-reviewed.ts a branch refuses: if (item.decision) throw conflict(`This was decided already: ${item.decision}.`)':
    'what is decided nobody decides again (claimItem in server/access/review-store.ts): a conflict in other words',
  "server/access/decide-reviewed.ts a branch refuses: if (review.closedAt) throw conflict('This review is closed.')":
    'a review closes when its last grant is decided: then the check above answers',
  "server/access/deliver-grant.ts a branch refuses: if (!from.failedStage || from.failedStage === 'deprovisioning') return null":
    'the stage is written with the failure (server/access/fail-delivery.ts), and what failed while it was taken back has ended: deliverGrant leaves that alone',
  "server/access/get-delivery.ts a branch refuses: if (!grant) throw notFound('grant')":
    'what is not there the door has already answered not_found (demand in server/policy/demand.ts)',
  'server/access/held-ports.ts a branch refuses: if (held.length === 0) return []':
    'saves work alone: of nothing held, what its sponsor holds leaves nothing (server/access/sponsored.ts)',
  "server/access/narrow-grant.ts a branch refuses: if (!(await store.endGrant(scope, id, end))) throw conflict('This grant has just ended.')":
    'two at once: the row is read as live in the same transaction, and the key of live grants lets one newer in',
  "server/access/narrow-grant.ts a branch refuses: if (!old) throw notFound('grant')":
    'what is not there the door has already answered not_found (demand in server/policy/demand.ts)',
  'server/access/start-grant.ts a branch refuses: if (!length.ok) throw conflict(`The duration of the request ${length.reason}.`)':
    'what is asked for was read by the same rule when it came in (server/access/schema.ts), and nothing longer is agreed to (server/access/narrow.ts)',
  "server/access/start-grant.ts a branch refuses: if (delivery === 'source' && !place)":
    'only a proof makes a grant in a source active (moveGrant in server/access/grant-life.ts): a conflict in other words',
  "server/access/submit.ts a branch refuses: if (!draft) throw notFound('request')":
    'what is not there the door has already answered not_found (demand in server/policy/demand.ts)',
  "server/agent/change.ts a branch refuses: if (!before || before.state === 'removed') throw notFound('agent')":
    'what is not there the door has already answered not_found (demand in server/policy/demand.ts)',
  "server/agent/create-token.ts a branch refuses: if (!agent || agent.state === 'removed') throw notFound('agent')":
    'what is not there the door has already answered not_found (demand in server/policy/demand.ts)',
  "server/agent/create.ts a branch refuses: if (principal.type !== 'member') throw invalid('An agent makes no agents.')":
    'policy lets no agent administer (stoa: an agent only finds and reads)',
  "server/agent/get.ts a branch refuses: if (!agent || agent.state === 'removed') throw notFound('agent')":
    'what is not there the door has already answered not_found (demand in server/policy/demand.ts)',
  "server/agent/remove.ts a branch refuses: if (!before || before.state === 'removed') throw notFound('agent')":
    'what is not there the door has already answered not_found (demand in server/policy/demand.ts)',
  "server/access/source-objects.ts a branch refuses: if (given.length === 0) return { ok: false, why: 'Policies hide every column of it from its holder.'":
    'a port of which no column is shown is denied (portSight in server/policy/port-sight.ts): no in other words',
  'server/access/with-rights.ts a branch refuses: if (!session.rights) throw conflict(`${connection.name} does not take grants.`)':
    'only a kind that takes grants is ever asked for one (server/access/find-delivery.ts), and no connection changes its kind',
  'server/agent/create-token.ts a branch refuses: if (agent.endsAt <= at) throw conflict(`${agent.name} has ended: give it a later end date first.`)':
    'no token ends after its agent or before now, as the next lines say: none is left where the agent has ended',
  'server/api/procedure.ts a branch refuses: if (!result.ok) {':
    'names the error and writes it down: what failed fails without it as well, in the words of the formatter above it',
  "server/api/procedure.ts a branch refuses: if (result.ok && !asked) throw new AppError('internal', `${path} answered without asking policy.`)":
    'a net under the doors for a procedure that is yet to be written: no one there is forgets to ask',
  'server/api/routers/wanted.ts the door asks policy: ctx.demand(boardOf(ctx))':
    'who may not look at the board has none (boardOf, by ctx.sees), and what is not there is not_found',
  "server/policy/decide-by.ts a branch refuses: if (!crossCheck(loaded, query, verdict)) return { effect: 'deny', because: [], erred: [] }":
    'refuses only where two engines differ, which the oracle shows they never do; what it does then is in server/policy/referee.ts',
  'server/policy/demand.ts a branch refuses: if (actor.scopes && !actor.scopes.includes(scope)) {':
    'the door asks for the scope of its own action first (permitted in server/api/procedure.ts)',
  "server/policy/read-shipped.ts a branch refuses: if (!id) throw new Error('shipped.cedar: each policy has an @id')":
    'the shipped policies are a file of this repository: one that is wrong stops the first request, and lets nobody in',
  "server/policy/read-shipped.ts a branch refuses: if (answer.type === 'failure') throw new Error(`shipped.cedar: ${answer.errors[0]?.message}`)":
    'the shipped policies are a file of this repository: one that is wrong stops the first request, and lets nobody in',
  "server/policy/referee.ts a branch refuses: if (answer.type === 'failure') throw new Error(answer.errors[0]?.message)":
    'policies were parsed by the same engine when they were saved; without it the next line throws',
  'server/policy/simulate.ts a branch refuses: if (!port) return null':
    'asked of ports alone: its one caller looks before it (simulate in the same file)',
  "server/serve/download.ts a branch refuses: if (plan.format === 'json') throw invalid('A download is CSV, Arrow or Parquet.')":
    'the router answers JSON before it downloads (give in server/api/routers/serve.ts)',
}
