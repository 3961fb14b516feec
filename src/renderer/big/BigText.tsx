import { useShallow } from 'zustand/react/shallow'
import { connectionsOf, progressOf } from '#core/select.ts'
import { lanesOf, type LaneView } from '#core/select-lane.ts'
import { timer } from '#core/words-names.ts'
import { KeySign } from '../drawing/KeySign.tsx'
import { LampIcon } from '../drawing/Lamp.tsx'
import { HealthSign } from '../drawing/signs.tsx'
import { laneInHand } from '../keyboard/acts.ts'
import { Sentence } from '../lanes/Sentence.tsx'
import { lensAround } from '../rack/geometry.ts'
import { MakeSafe, QuestionChip } from '../shell/TopBar.tsx'
import { useDesk } from '../state/desk.ts'
import { lampIn, useRack } from '../state/rack.ts'

const Top = () => {
  const progress = useRack(({ state, now }) => {
    const it = progressOf(state, now)
    return it ? `${it.done} of ${it.total}` : ''
  })
  const bad = useRack(
    useShallow(({ state, gauges, now }) =>
      connectionsOf(state, gauges, now)
        .filter(one => one.health === 'broken' || one.health === 'slow')
        .map(one => `${one.name} ${one.say}`),
    ),
  )
  return (
    <header className="btop" data-region="top">
      <h1>Rack</h1>
      <p className="tn">{progress}</p>
      <QuestionChip short />
      <span className="bconn">
        <HealthSign health={bad.length > 0 ? 'broken' : 'well'} />
        {bad[0] ?? 'All connected'}
      </span>
      <MakeSafe />
    </header>
  )
}

const StripRow = ({ pdu, outlet, number }: { pdu: string; outlet: string; number: string }) => {
  const lamp = useRack(useShallow(rack => lampIn(rack, { pdu, outlet })))
  const mark = lamp.kind === 'now' ? 'now' : lamp.tone === 'alarm' ? 'ask' : lamp.lane === undefined ? '' : 'hand'
  return (
    <li className={`brow ${mark}`} aria-label={lamp.spoken}>
      <LampIcon kind={lamp.kind} rem={3} fraction={lamp.fraction ?? 0} />
      <b>{number}</b>
      <span>{lamp.word}</span>
    </li>
  )
}

const BigStrip = ({ lane }: { lane: LaneView }) => {
  const pdu = useRack(({ state }) => (lane.outlet ? state.pdus[lane.outlet.pdu] : Object.values(state.pdus)[0]))
  if (!pdu) return null
  const all = pdu.facts.outlets
  const at = Math.max(
    0,
    all.findIndex(one => one.id === lane.outlet?.outlet),
  )
  const { from, to } = lensAround(all.length, at)
  return (
    <aside className="bs" aria-label={`PDU ${pdu.feed}`} data-region="rack">
      <p className="bf">PDU {pdu.feed}</p>
      <ul className="bstrip">
        {all.slice(from, to).map(one => (
          <StripRow key={one.id} pdu={pdu.id} outlet={one.id} number={one.id} />
        ))}
      </ul>
    </aside>
  )
}

const Line = ({ lane }: { lane: LaneView }) => (
  <section className={`b2 ${lane.state}`} aria-label={lane.spoken}>
    <span className="no">Lane {lane.name}</span>
    <span className="tag">
      <KeySign state="issued" rem={2.125} />
      {lane.kid}
    </span>
    <span className="bw">
      <Sentence say={lane.say} /> {lane.plate ?? ''}
    </span>
    {lane.timer && (
      <>
        <span className="bt tn">
          {timer(lane.timer.ms)}
          {lane.timer.usualMs === null ? '' : ` of ${timer(lane.timer.usualMs)}`}
        </span>
        <span className="bbar" aria-hidden="true">
          <i style={{ width: `${Math.round(lane.timer.fraction * 100)}%` }} />
        </span>
      </>
    )}
  </section>
)

/** One lane full, the others one line each: to be read from 5 m. */
export const BigText = () => {
  const chosen = useDesk(desk => desk.lane)
  const state = useRack(rack => rack.state)
  const now = useRack(rack => rack.now)
  const watts = useRack(rack => rack.gauges.watts)
  const lanes = lanesOf(state, now, watts)
  const name = lanes.some(lane => lane.name === chosen) ? chosen : laneInHand()
  const lane = lanes.find(one => one.name === name) ?? lanes[0]
  if (!lane) return null
  const rest = lanes.filter(one => one !== lane)
  return (
    <div className="app big">
      <Top />
      <main className="bmain" id="room">
        <section className={`bl ${lane.state}`} aria-label={lane.spoken} data-region="lanes" data-message>
          <p className="bh">
            <span className="no">Lane {lane.name}</span>
            <span className="tag">
              <KeySign state="issued" rem={2.125} />
              {lane.kid}
            </span>
            <span className="who">{lane.status}</span>
          </p>
          <p className="verb">
            <Sentence say={lane.say} />
          </p>
          {lane.plate !== null && <div className="plate">{lane.plate}</div>}
          {lane.plate === null && lane.timer && <p className="btime tn">{timer(lane.timer.ms)}</p>}
          {lane.after !== '' && (
            <p className="bv">
              <b>{lane.after}</b>
            </p>
          )}
        </section>
        <BigStrip lane={lane} />
      </main>
      {rest.length > 0 && (
        <div className="brest">
          {rest.slice(0, 3).map(one => (
            <Line key={one.name} lane={one} />
          ))}
        </div>
      )}
    </div>
  )
}
