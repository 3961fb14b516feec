import { lanesOf, type LaneView } from '#core/select-lane.ts'
import { openRun } from '#core/state.ts'
import { useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { EndedPanel } from '../run/EndedPanel.tsx'
import { KeepOnPanel } from '../run/KeepOnPanel.tsx'
import { StartPanel } from '../run/StartPanel.tsx'
import { StoppedPanel } from '../run/StoppedPanel.tsx'
import { choosingIn } from '../rack/choosing.ts'
import { LaneCard } from './LaneCard.tsx'
import { RunHead } from './RunHead.tsx'

const needsHand = (lane: LaneView): boolean =>
  lane.state === 'turn' || lane.state === 'late' || lane.state === 'bound' || lane.state === 'stalled'

/** Which lanes are drawn full: two at most, the chosen one and those that need a hand first. The order on screen never changes. */
export const fullLanes = (lanes: readonly LaneView[], chosen: string | null): string[] => {
  if (lanes.length <= 2) return lanes.map(lane => lane.name)
  const worth = (lane: LaneView): number =>
    lane.name === chosen ? 0 : needsHand(lane) ? 1 : lane.state === 'waiting' ? 2 : 3
  return [...lanes]
    .sort((a, b) => worth(a) - worth(b))
    .slice(0, 2)
    .map(lane => lane.name)
}

const Lanes = () => {
  const chosen = useDesk(desk => desk.lane)
  const state = useRack(rack => rack.state)
  const now = useRack(rack => rack.now)
  const watts = useRack(rack => rack.gauges.watts)
  const lanes = lanesOf(state, now, watts)
  const full = fullLanes(lanes, chosen)
  const [first] = full
  const plates = lanes.filter(lane => full.includes(lane.name) && (lane.plate !== null || lane.state === 'late')).length
  const crowded = plates > 1 || lanes.length > 2
  return (
    <div className={crowded ? 'lanes crowded' : 'lanes'}>
      {lanes.map(lane => (
        <LaneCard key={lane.name} lane={lane} first={lane.name === first} folded={!full.includes(lane.name)} />
      ))}
    </div>
  )
}

/** The column beside the rack: the lanes of a run, or what must be said before and after one. */
export const LaneColumn = () => {
  const open = useRack(({ state }) => openRun(state) !== null)
  const stopped = useRack(({ state }) => state.run?.phase === 'stopped')
  const filed = useDesk(desk => desk.filed)
  const ended = useRack(({ state }) => state.run?.phase === 'ended' && state.run.id !== filed)
  const keep = useRack(({ state }) => {
    const choosing = choosingIn(state, filed)
    return choosing?.what === 'keep' ? choosing.pdu : null
  })
  return (
    <div className="side" data-region="lanes">
      {open ? (
        <>
          <RunHead />
          <Lanes />
        </>
      ) : stopped ? (
        <StoppedPanel />
      ) : ended ? (
        <EndedPanel />
      ) : keep !== null ? (
        <KeepOnPanel pdu={keep} />
      ) : (
        <StartPanel />
      )}
    </div>
  )
}
