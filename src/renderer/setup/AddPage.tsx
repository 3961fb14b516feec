import { useState } from 'react'
import { setDesk } from '../state/desk.ts'
import { AddPdu } from './AddPdu.tsx'
import { FindPdus } from './FindPdus.tsx'

const ways = [
  ['address', 'By its address'],
  ['network', 'Find in a network'],
  ['maas', 'Find what MAAS has heard of'],
] as const

/** PDUs found rather than typed, or one by its address. Read first, shown, and only then kept; nothing is switched. */
export const AddPage = () => {
  const [way, setWay] = useState<(typeof ways)[number][0]>('address')
  return (
    <section className="probe" aria-labelledby="add-title" data-message>
      <div className="id">
        <div>
          <h2 id="add-title">Add a PDU</h2>
          <p className="dim">Racklight reads it and shows what it found. Nothing is switched.</p>
        </div>
      </div>
      <div className="looks" role="radiogroup" aria-label="How it is found">
        {ways.map(([name, says]) => (
          <label key={name} className="pick">
            <input
              type="radio"
              name="way"
              checked={way === name}
              onChange={() => {
                setDesk({ notice: null })
                setWay(name)
              }}
            />
            {says}
          </label>
        ))}
      </div>
      {way === 'address' ? <AddPdu /> : <FindPdus key={way} inMaas={way === 'maas'} />}
    </section>
  )
}
