import { outletAt, type State } from '#core/state.ts'
import { stateOf } from './folder.ts'
import { done, verb } from './frame.ts'
import { everyOutlet, mapLines, mapRows } from './map-rows.ts'
import { laneRows } from './run-stream.ts'
import { iso } from './words.ts'

const onRows = (state: State) =>
  everyOutlet(state).flatMap(ref => {
    const pdu = state.pdus[ref.pdu]
    const outlet = outletAt(state, ref)
    if (!pdu || outlet?.state !== 'on') return []
    const ours = outlet.switchedOn !== null && outlet.switchedOn.run === state.run?.id
    return [{ pdu: pdu.name, outlet: ref.outlet, watts: outlet.watts, switchedByRun: ours }]
  })

export const made = verb({
  takes: [],
  says: 'Shows how the run stands: its lanes, what is on, what is bound. A run whose engine has died is interrupted.',
  options: {},
  example: 'run status --json',
  run: async call => {
    const { findEngine } = await import('../engine/lock.ts')
    const engine = findEngine(call.dir)
    const state = await stateOf(call)
    const { run } = state
    const rows = mapRows(state, run?.scope ?? everyOutlet(state))
    const on = onRows(state)
    if (!run) return done({ run: null, phase: null, engine, lanes: [], on, ...rows }, 'No run has been started yet.')
    const open = run.phase !== 'stopped' && run.phase !== 'ended'
    const broken = (open && !engine) || (run.phase === 'stopped' && run.why === 'interrupted')
    const phase = broken ? 'interrupted' : run.phase
    const lanes = laneRows(state)
    const { id, mode, paused, how, why, startedAt, by } = run
    const json = { run: id, mode, phase, paused, how, why, startedAt: iso(startedAt), by, engine, lanes, on, ...rows }
    const text = [
      `Run ${id}: ${phase}${paused ? ', paused' : ''}. ${rows.map.length} of ${run.scope.length} outlets bound.`,
      ...lanes.map(({ name, step, outlet, asked }) => {
        const place = outlet === null ? '' : ` at outlet ${outlet}`
        return `Lane ${name}: ${step}${place}. ${open && asked ? asked.say : ''}`.trim()
      }),
      `On: ${on.length === 0 ? 'nothing' : on.map(({ pdu, outlet }) => `${pdu} ${outlet}`).join(', ')}.`,
      mapLines(rows),
    ]
    return done(json, text.join('\n'))
  },
})
