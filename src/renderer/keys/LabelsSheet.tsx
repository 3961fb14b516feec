import { useState } from 'react'
import { keyState } from '#core/key.ts'
import { labelFormats, labelSizes, type LabelFormat, type LabelSize } from '#core/label.ts'
import { rows } from '#core/table.ts'
import { count } from '#core/words-names.ts'
import { faultWords } from '#core/words.ts'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { Sheet } from '../shell/Sheet.tsx'
import { setDesk, useDesk } from '../state/desk.ts'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'
import { pdusInOrder } from '../state/run-draft.ts'

const sizeNames: Readonly<Record<LabelSize, string>> = {
  '12mm': '12 mm tape',
  '24mm': '24 mm tape',
  '50x25': '50 x 25 mm',
}
const formatNames: Readonly<Record<LabelFormat, string>> = {
  pdf: 'PDF, a page each',
  svg: 'SVG, one sheet',
  csv: 'CSV, for a label printer',
}

const Picks = <T extends string>({
  name,
  all,
  names,
  value,
  pick,
}: {
  name: string
  all: readonly T[]
  names: Readonly<Record<T, string>>
  value: T
  pick: (one: T) => void
}) => (
  <div className="ask-row">
    <h3>{name}</h3>
    <div className="looks" role="radiogroup" aria-label={name}>
      {all.map(one => (
        <label key={one} className="pick">
          <input type="radio" name={name} checked={value === one} onChange={() => pick(one)} />
          {names[one]}
        </label>
      ))}
    </div>
  </div>
)

const toggled = (list: readonly string[], one: string): string[] =>
  list.includes(one) ? list.filter(other => other !== one) : [...list, one]

/** Which labels, on what, as which file; where it goes is asked by the system. */
export const LabelsSheet = () => {
  const { state, now } = useRack.getState()
  const busy = useDesk(desk => desk.busy !== null)
  const keys = Object.values(state.keys).filter(key => !['spent', 'revoked'].includes(keyState(key, now)))
  const pdus = pdusInOrder(state)
  const machineCount = rows(state.machines).length
  const [kids, setKids] = useState<readonly string[]>(keys.map(key => key.kid))
  const [cords, setCords] = useState<readonly string[]>([])
  const [machines, setMachines] = useState(false)
  const [size, setSize] = useState<LabelSize>('24mm')
  const [format, setFormat] = useState<LabelFormat>('pdf')
  const total =
    kids.length +
    pdus.filter(pdu => cords.includes(pdu.id)).reduce((sum, pdu) => sum + pdu.facts.outlets.length, 0) +
    (machines ? machineCount : 0)
  const save = async (): Promise<void> => {
    setDesk({ busy: 'saveLabels', notice: null })
    const wish = { kids: [...kids], pdus: [...cords], machines, size, format }
    const answered = await mainProcess.tryCall('saveLabels', wish)
    const result = answered.ok ? answered.value : answered
    setDesk({ busy: null })
    if (!result.ok) return setDesk({ notice: { tone: 'fault', text: faultWords(result.fault), mend: '' } })
    if (result.value === null) return
    const { file, labels } = result.value
    setDesk({ dialog: null, notice: { tone: 'told', text: `${count(labels, 'label')} in ${file}.`, mend: '' } })
  }
  return (
    <Sheet title="Labels" wide>
      <form
        className="labels-form"
        onSubmit={event => {
          event.preventDefault()
          void save()
        }}
      >
        <div className="ask-row">
          <h3>Keys</h3>
          <div className="checks">
            {keys.map(({ kid }) => (
              <label key={kid} className="check">
                <input type="checkbox" checked={kids.includes(kid)} onChange={() => setKids(toggled(kids, kid))} />
                <span>{kid}</span>
              </label>
            ))}
            {keys.length === 0 && <p className="dim">No key is alive.</p>}
          </div>
        </div>
        <div className="ask-row">
          <h3>Cords</h3>
          <div className="checks">
            {pdus.map(({ id, name, facts }) => (
              <label key={id} className="check">
                <input type="checkbox" checked={cords.includes(id)} onChange={() => setCords(toggled(cords, id))} />
                <span>
                  PDU {name} <span className="dim">{count(facts.outlets.length, 'outlet')}</span>
                </span>
              </label>
            ))}
            {pdus.length === 0 && <p className="dim">No PDU is set up.</p>}
          </div>
        </div>
        <div className="ask-row">
          <h3>Machines</h3>
          <label className="check">
            <input
              type="checkbox"
              checked={machines}
              disabled={machineCount === 0}
              onChange={event => setMachines(event.target.checked)}
            />
            <span>{machineCount === 0 ? 'No machine has proved who it is yet' : count(machineCount, 'machine')}</span>
          </label>
        </div>
        <Picks name="Size" all={labelSizes} names={sizeNames} value={size} pick={setSize} />
        <Picks name="File" all={labelFormats} names={formatNames} value={format} pick={setFormat} />
        <NoticeLine />
        <div className="foot">
          <button type="submit" className="btn main big" disabled={busy || total === 0}>
            Save {count(total, 'label')}
          </button>
          <span className="hint">A label never carries the secret of a key</span>
        </div>
      </form>
    </Sheet>
  )
}
