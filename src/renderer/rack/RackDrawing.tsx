import { useShallow } from 'zustand/react/shallow'
import { sameOutlet } from '#core/rack.ts'
import { openRun, type State } from '#core/state.ts'
import { machinesIn } from '../state/derived.ts'
import { useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { cordEnd, cordKey, cordLines, type CordEnd } from './cords.ts'
import { cordPath, frame, trayPlan, view, type MachinePlace, type Side } from './geometry.ts'
import { MachineBody, Machines } from './Machines.tsx'
import { PduStrip } from './PduStrip.tsx'
import { lensFor, planOf, sideOf, stripsOf, type Strips } from './strips.ts'

export const useStrips = (): Strips => {
  const asked = useDesk(desk => desk.strips)
  const rear = useDesk(desk => desk.look.rear)
  const line = useRack(({ state }) => JSON.stringify(stripsOf(state, asked, rear)))
  return JSON.parse(line) as Strips
}

const useRowY = (
  strips: Strips,
): ((pdu: string, outlet: string) => { y: number; side: Side; dense: boolean } | null) => {
  const chosen = useDesk(desk => desk.outlet)
  const shown = [strips.left, strips.right].filter(id => id !== null)
  const lenses = useRack(useShallow(({ state }) => shown.map(id => lensFor(state, id, chosen))))
  const pdus = useRack(useShallow(({ state }) => shown.map(id => state.pdus[id]?.facts)))
  const places = new Map<string, { y: number; side: Side; dense: boolean }>()
  shown.forEach((id, i) => {
    const pdu = useRack.getState().state.pdus[id]
    const side = sideOf(strips, id)
    if (!pdu || !pdus[i] || !side) return
    const plan = planOf(pdu, lenses[i] ?? null)
    for (const row of plan.rows) places.set(`${id}/${row.id}`, { y: row.y, side, dense: plan.dense })
  })
  return (pdu, outlet) => places.get(`${pdu}/${outlet}`) ?? null
}

/**
 * How many machines there may be: one for each number in the run's scope, because a second cord hangs on the same number
 * of the other feed, and those known beside it. Where every cord is a machine of its own, all of them.
 */
const expectedIn = (state: State): number => {
  const machines = machinesIn(state)
  const scope =
    state.run?.scope ??
    Object.values(state.pdus).flatMap(pdu => pdu.facts.outlets.map(({ id }) => ({ pdu: pdu.id, outlet: id })))
  const inScope = machines.filter(machine =>
    machine.outlets.some(ref => scope.some(other => sameOutlet(other, ref))),
  ).length
  const numbers = new Set(scope.map(ref => ref.outlet)).size
  return machines.length - inScope + (inScope + lanesIn(state) > numbers ? scope.length : numbers)
}

const lanesIn = (state: State): number => Object.keys(openRun(state)?.lanes ?? {}).length

/** A side without a PDU takes no room. */
const viewBox = ({ left, right }: Strips): string => {
  const from = left === null && right !== null ? view.alone.right : view.x
  const to = right === null && left !== null ? view.alone.left : view.x + view.width
  return `${from} ${view.y} ${to - from} ${view.height}`
}

const cordClass = ({ kind }: CordEnd, feed: string, dense: boolean): string =>
  [
    'cord',
    `cord-${feed.toLowerCase()}`,
    kind === 'off' ? 'faint' : '',
    kind === 'live' || kind === 'path' ? kind : '',
    dense ? 'thin' : '',
  ]
    .filter(Boolean)
    .join(' ')

const RackFrame = ({ note }: { note: string }) => (
  <g aria-hidden="true">
    <rect x={frame.left} y={frame.top} width={frame.post} height="756" className="post" />
    <rect x={frame.right - frame.post} y={frame.top} width={frame.post} height="756" className="post" />
    <path d={`M230 ${frame.top}V${frame.bottom}M482 ${frame.top}V${frame.bottom}`} className="post-line" />
    <rect x="205.5" y="33.5" width="301" height="757" rx="3" className="frame" />
    <text x="356" y="49" textAnchor="middle" className="tray-name">
      {note}
    </text>
  </g>
)

/** The rear elevation: PDU A left, PDU B right, machines between them as they prove themselves. */
export const RackDrawing = () => {
  const strips = useStrips()
  const rear = useDesk(desk => desk.look.rear)
  const ids = useRack(useShallow(({ state }) => machinesIn(state).map(machine => machine.id)))
  const expected = useRack(({ state }) => expectedIn(state))
  const lines = useRack(useShallow(cordLines))
  const feeds = useRack(
    useShallow(({ state }) => Object.fromEntries(Object.values(state.pdus).map(pdu => [pdu.id, pdu.feed]))),
  )
  const rowY = useRowY(strips)

  const tray = trayPlan(expected)
  const found = ids.filter(id => !id.startsWith('taken:'))
  const taken = ids.filter(id => id.startsWith('taken:'))
  const ends = lines.map(cordEnd)
  const asking = ends.filter(end => end.to.startsWith('lane:'))
  const room = tray.capacity - Math.min(taken.length, Math.floor(tray.capacity / 3))
  const shownFound = found.slice(0, room - asking.length)
  const shownTaken = taken.slice(0, tray.capacity - room)
  const places = new Map<string, MachinePlace>()
  shownFound.forEach((id, i) => places.set(id, tray.at(i)))
  asking.forEach(({ to }, i) => places.set(to, tray.at(shownFound.length + i)))
  shownTaken.forEach((id, i) => places.set(id, tray.at(tray.capacity - 1 - i)))
  const boxes = [...shownFound, ...shownTaken]
  const hidden = ids.length - boxes.length
  const note =
    found.length === 0
      ? 'Machines appear here as they answer'
      : `Found, not placed${hidden > 0 ? `: ${hidden} more in the map` : ''}`

  return (
    <svg
      className={(strips.left === null) !== (strips.right === null) ? 'rack alone' : 'rack'}
      viewBox={viewBox(strips)}
      aria-label={rear ? 'Rack, rear view' : 'Rack, front view'}
    >
      <g aria-hidden="true">
        {rear &&
          ends.map(end => {
            const from = rowY(end.pdu, end.outlet)
            const to = places.get(end.to)
            if (!from || !to) return null
            return (
              <path
                key={cordKey(end)}
                d={cordPath(from.side, from.y, to.y + to.height / 2)}
                className={cordClass(end, feeds[end.pdu] ?? 'A', from.dense)}
              />
            )
          })}
      </g>
      <RackFrame note={note} />
      {asking.map(({ to: id, kind }) => {
        const place = places.get(id)
        return (
          place && (
            <g key={id} aria-hidden="true">
              <MachineBody {...place} className={kind === 'path' ? 'box-now dashed' : 'box-wait dashed'} />
              <text x="270" y={place.y + place.height / 2 + (place.height >= 24 ? -0.5 : 4.2)} className="machine-name">
                The machine for lane {id.slice(5)}
              </text>
            </g>
          )
        )
      })}
      <Machines ids={boxes} at={index => places.get(boxes[index] ?? '') ?? tray.at(index)} />
      {strips.left !== null && <PduStrip key={strips.left} pdu={strips.left} side="left" />}
      {strips.right !== null && <PduStrip key={strips.right} pdu={strips.right} side="right" />}
    </svg>
  )
}
