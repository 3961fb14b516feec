import { useEffect, useState } from 'react'
import type { Numbers } from '#core/numbers.ts'
import { numberRows } from '#core/policy.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'

/** The numbers of the next run beside the limits of the site policy. To be read: limits are changed in their file. */
export const NumbersPage = () => {
  const policy = useRack(({ state }) => state.policy)
  const [numbers, setNumbers] = useState<Numbers | null>(null)
  useEffect(() => {
    void mainProcess.tryCall('getNumbers', null).then(answered => setNumbers(answered.ok ? answered.value : null))
  }, [policy])
  const { limits, files, fault } = policy
  return (
    <section className="probe" aria-labelledby="numbers-title" data-message>
      <div className="id">
        <div>
          <h2 id="numbers-title">Numbers</h2>
          <p className="dim">
            {files.length === 0
              ? 'This site has no policy: the usual numbers hold.'
              : `Limits of the site policy, from ${files.join(' and ')}.`}
          </p>
        </div>
      </div>
      {fault && (
        <div className="finding bad">
          <LampIcon kind="person" rem={1.5} />
          <div>
            <b>The site policy cannot be read, so nothing is switched</b>
            <span className="sub mono">
              {fault.where}: {fault.detail}
            </span>
            {fault.mend !== undefined && <span className="sub">{fault.mend}</span>}
          </div>
        </div>
      )}
      {numbers && (
        <dl className="facts">
          {numberRows(numbers, limits).map(({ what, value, limit }) => (
            <div key={what}>
              <dt>{what.charAt(0).toUpperCase() + what.slice(1)}</dt>
              <dd>
                {value}
                {limit !== null && <span className="dim">, policy: {limit}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
