import type { PduFacts as Facts } from '#core/rack.ts'
import type { Pdu } from '#core/state.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { Tick } from '../drawing/signs.tsx'

const controlWords = ({ control }: Facts, watched: boolean): string => {
  if (control === 'recorded') return 'known from a real unit'
  if (control === 'readOnly') return 'listed only'
  return watched ? 'watched by a person' : 'not proved yet'
}

/** What a probe learned, in two columns. */
export const PduFactsList = ({ facts, pdu = null }: { facts: Facts; pdu?: Pdu | null }) => {
  const switchable = facts.outlets.filter(outlet => outlet.switchable).length
  const all = facts.outlets.length
  const banks = new Set(facts.outlets.map(outlet => outlet.bank).filter(bank => bank !== null)).size
  return (
    <dl className="facts">
      <div>
        <dt>Outlets</dt>
        <dd>{switchable === all ? `${all}, all switchable` : `${all}, ${switchable} switchable`}</dd>
      </div>
      <div>
        <dt>Banks</dt>
        <dd>{banks === 0 ? 'not told' : banks}</dd>
      </div>
      <div>
        <dt>Serial</dt>
        <dd className="mono">{facts.id}</dd>
      </div>
      <div>
        <dt>Firmware</dt>
        <dd>{facts.firmware || 'not told'}</dd>
      </div>
      <div>
        <dt>SNMP</dt>
        <dd>
          v{facts.snmp.version}, family {facts.family}
        </dd>
      </div>
      <div>
        <dt>Switching</dt>
        <dd>{controlWords(facts, pdu?.watched ?? false)}</dd>
      </div>
      <div>
        <dt>Meters</dt>
        <dd>
          {facts.stepWatts === null ? 'no watts for each outlet' : `each outlet, in steps of ${facts.stepWatts} W`}
        </dd>
      </div>
      <div>
        <dt>Own delay</dt>
        <dd>{facts.delaySeconds === 0 ? 'none' : `up to ${facts.delaySeconds} s`}</dd>
      </div>
    </dl>
  )
}

/** Whether MAAS's own driver could switch this PDU, and why not. */
export const MaasDrivable = ({ facts }: { facts: Facts }) => {
  const { drivable, powerType, reasons } = facts.maas
  return (
    <div className={`finding${drivable ? '' : ' bad'}`}>
      {drivable ? <Tick /> : <LampIcon kind="person" rem={1.5} />}
      <div>
        <b>{drivable ? `MAAS can drive this PDU by ${powerType}` : 'MAAS cannot drive this PDU'}</b>
        {reasons.map(reason => (
          <span key={reason} className="sub">
            {reason}
          </span>
        ))}
        {!drivable && (
          <span className="sub">Racklight maps it all the same; MAAS then gets the outlets as a description.</span>
        )}
      </div>
    </div>
  )
}

export const Findings = ({ warnings }: { warnings: readonly string[] }) => (
  <>
    {warnings.map(warning => (
      <div key={warning} className="finding bad">
        <LampIcon kind="person" rem={1.5} />
        <p>{warning}</p>
      </div>
    ))}
  </>
)
