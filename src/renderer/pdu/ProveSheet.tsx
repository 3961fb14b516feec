import { useState } from 'react'
import { isProven, type Pdu } from '#core/state.ts'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { ask } from '../state/actions.ts'
import { closeDialog, setDesk, useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { ChooseEmpty } from './ChooseEmpty.tsx'
import { DoneSheet } from './DoneSheet.tsx'
import { WatchOutlet } from './WatchOutlet.tsx'

const Sure = ({ pdu, outlet }: { pdu: Pdu; outlet: string }) => {
  const place = `${pdu.feed}-${outlet}`
  const busy = useDesk(desk => desk.busy !== null)
  const deny = (): void => {
    closeDialog()
    const text = `${pdu.name} is not trusted: a person did not see ${place}, and no other, go off and on.`
    setDesk({ notice: { tone: 'refusal', text, mend: '' } })
  }
  return (
    <>
      <h3>Did {place}, and no other, go off and on?</h3>
      <p className="dim">As printed on the PDU. Racklight has only its word.</p>
      <div className="foot">
        <button
          type="button"
          className="btn main big"
          disabled={busy}
          onClick={() => void ask({ kind: 'trustControl', pdu: pdu.id })}
        >
          I saw it go off and on
        </button>
        <button type="button" className="btn big" onClick={deny}>
          It did not, or another did
        </button>
      </div>
    </>
  )
}

/** A PDU whose commands nobody has seen at work: one empty outlet, switched both ways while a person watches. */
export const ProveSheet = () => {
  const id = useDesk(desk => desk.setupPage)
  const pdu = useRack(({ state }) => state.pdus[id])
  const [another, setAnother] = useState(false)
  if (!pdu) return null
  const { trial } = pdu
  if (isProven(pdu))
    return (
      <DoneSheet title={`${pdu.name} is trusted`}>It does what its commands say: a person has watched it.</DoneSheet>
    )
  return (
    <Sheet title="Watch one empty outlet">
      {trial && !another ? (
        <>
          <WatchOutlet key={trial.outlet} pdu={pdu} trial={trial} onAnother={() => setAnother(true)} />
          <NoticeLine />
          {trial.wentOn && trial.wentOff && <Sure pdu={pdu} outlet={trial.outlet} />}
        </>
      ) : (
        <>
          <ChooseEmpty pdu={pdu} onBegun={() => setAnother(false)} />
          <NoticeLine />
        </>
      )}
    </Sheet>
  )
}
