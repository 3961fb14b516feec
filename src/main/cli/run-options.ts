// What a run is asked to do, from the options of the command line.
import { Confirm } from '#core/event-run.ts'
import { keyState, laneOfKey } from '#core/key.ts'
import { outletKey, sameOutlet, type OutletRef } from '#core/rack.ts'
import type { State } from '#core/state.ts'
import type { RunAsk } from '#ipc/contract.ts'
import { clock } from './folder.ts'
import { usage, type Specs, type Values } from './frame.ts'
import { parseNumbered, parsePlace } from './outlets.ts'

export const runOptions = {
  mode: { type: 'string', value: 'guided', says: 'how the rack is mapped (default guided)' },
  pdu: { type: 'string', multiple: true, value: 'NAME[:1-8,11]', says: 'what to map' },
  lane: { type: 'string', multiple: true, value: 'NAME=KID', says: 'a lane and its key (default: all keys for lanes)' },
  unlock: { type: 'string', multiple: true, value: 'NAME:LIST', says: 'outlets found on that may be cut' },
  confirm: {
    type: 'string',
    value: 'cut|meter|none',
    says: 'prove the place by a cut (default), by the load, or do without',
  },
  offline: { type: 'boolean', says: 'you answer for switching without fresh news from MAAS' },
} as const satisfies Specs

/** The newest living key of each lane, in the order of the lanes' names. */
const lanesInStock = (state: State): RunAsk['lanes'] => {
  const now = clock.now()
  const lanes = new Map<string, { kid: string; issuedAt: number }>()
  for (const key of Object.values(state.keys)) {
    const name = laneOfKey(key)
    const life = keyState(key, now)
    if (name === null || (life !== 'issued' && life !== 'seen')) continue
    const issuedAt = key.issuedAt ?? 0
    if (issuedAt >= (lanes.get(name)?.issuedAt ?? 0)) lanes.set(name, { kid: key.kid, issuedAt })
  }
  const byName = new Intl.Collator('en', { numeric: true }).compare
  return [...lanes].map(([name, { kid }]) => ({ name, kid })).sort((a, b) => byName(a.name, b.name))
}

const parseLane = (text: string): RunAsk['lanes'][number] => {
  const [, name, kid] = /^(.{1,64})=(K[0-9A-Z]{1,15})$/.exec(text) ?? []
  if (name === undefined || kid === undefined) throw usage(`--lane is NAME=KID, not "${text}"`)
  return { name, kid }
}

const lanesOf = (state: State, texts: readonly string[]): RunAsk['lanes'] => {
  const lanes = texts.length === 0 ? lanesInStock(state) : texts.map(parseLane)
  if (lanes.length === 0)
    throw usage('No key is issued for a lane. Make one: key make --for lane:1, then key issue KID, then key stamp KID')
  if (new Set(lanes.map(lane => lane.name)).size < lanes.length) throw usage('a lane is named twice')
  return lanes
}

const distinct = (refs: readonly OutletRef[]): OutletRef[] => [
  ...new Map(refs.map(ref => [outletKey(ref), ref])).values(),
]

const isConfirm = (text: string): text is Confirm => Confirm.safeParse(text).success

export const runAsk = (state: State, options: Values<typeof runOptions>, present: boolean): RunAsk => {
  const { mode = 'guided', pdu, lane, unlock, confirm = 'cut', offline } = options
  if (mode !== 'guided') throw usage(`--mode is guided; "${mode}" is not known here`)
  if (!isConfirm(confirm)) throw usage(`--confirm is cut, meter or none, not "${confirm}"`)
  if (pdu.length === 0) throw usage('--pdu is missing: what is to be mapped')
  const scope = distinct(pdu.flatMap(text => parsePlace(state, text)))
  const opened = distinct(unlock.flatMap(text => parseNumbered(state, 'unlock', text)))
  const outside = opened.find(ref => !scope.some(one => sameOutlet(one, ref)))
  if (outside) throw usage(`--unlock names outlet ${outside.outlet}, which is not part of the run`)
  const lanes = lanesOf(state, lane)
  return { mode, scope, lanes, confirm, unlock: opened, sync: true, offline, present }
}
