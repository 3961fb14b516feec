import { isProven, type Pdu } from '#core/state.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { openDialog } from '../state/desk.ts'

const Silent = ({ pdu: { silent, name } }: { pdu: Pdu }) =>
  silent && (
    <div className="finding bad" role="alert" data-message data-copy={`${name}: ${silent.detail} ${silent.mend ?? ''}`}>
      <LampIcon kind="fault" rem={1.5} />
      <div>
        <b>{silent.kind === 'wrongDevice' ? 'Another PDU answers there' : 'It does not answer'}</b>
        <span className="sub mono">{silent.detail}</span>
        {silent.mend !== undefined && <span className="sub">{silent.mend}</span>}
        <span className="sub">The states below are not known now.</span>
      </div>
    </div>
  )

const Doubted = ({ pdu: { doubted, name } }: { pdu: Pdu }) =>
  doubted && (
    <div className="finding bad" role="alert" data-message data-copy={doubted.why}>
      <LampIcon kind="person" rem={1.5} />
      <div>
        <b>Its word is doubted</b>
        <span className="sub">{doubted.why}</span>
        <span className="sub">
          Nothing is switched by {name} until a person has looked at its outlets and added it again.
        </span>
      </div>
    </div>
  )

const Unproven = ({ pdu: { facts, trial, name, feed } }: { pdu: Pdu }) => (
  <section className="call-out" aria-labelledby="unproven-title">
    <div>
      <h3 id="unproven-title">Nobody has seen it switch</h3>
      <p className="dim">
        {facts.controlWhy} Until a person has watched one empty outlet go off and on, nothing else is switched by {name}
        .
      </p>
    </div>
    <button type="button" className="btn main" onClick={() => openDialog('prove')}>
      {trial ? `Go on watching ${feed}-${trial.outlet}` : 'Watch one empty outlet'}
    </button>
  </section>
)

const ReadOnly = ({ pdu: { facts } }: { pdu: Pdu }) => (
  <div className="call-out">
    <LampIcon kind="taggedOut" rem={1.5} />
    <div>
      <h3>Listed only, never switched</h3>
      <p className="dim">{facts.controlWhy}</p>
    </div>
  </div>
)

/** What stands between this PDU and a switch: silence, an untruth, commands that nobody has seen at work. */
export const Standing = ({ pdu }: { pdu: Pdu }) => (
  <>
    <Silent pdu={pdu} />
    <Doubted pdu={pdu} />
    {pdu.facts.control === 'readOnly' ? <ReadOnly pdu={pdu} /> : isProven(pdu) ? null : <Unproven pdu={pdu} />}
  </>
)
