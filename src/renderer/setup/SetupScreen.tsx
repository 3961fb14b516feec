import { useShallow } from 'zustand/react/shallow'
import { setDesk, useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { pdusInOrder } from '../state/run-draft.ts'
import { AddPage } from './AddPage.tsx'
import { DoctorPage } from './DoctorPage.tsx'
import { MaasPage } from './MaasPage.tsx'
import { NumbersPage } from './NumbersPage.tsx'
import { PduPage } from '../pdu/PduPage.tsx'

const Page = () => {
  const page = useDesk(desk => desk.setupPage)
  const known = useRack(({ state }) => state.pdus[page] !== undefined)
  if (page === 'maas') return <MaasPage />
  if (page === 'numbers') return <NumbersPage />
  if (page === 'doctor') return <DoctorPage />
  return known ? <PduPage key={page} id={page} /> : <AddPage />
}

const vaultSays = {
  keychain: 'Secrets are sealed by this computer’s keychain.',
  passphrase: 'Secrets are sealed by your passphrase.',
  file: 'Secrets are sealed by a file beside them: whoever copies the folder has both.',
} as const

const fixed: ReadonlySet<string> = new Set(['maas', 'numbers', 'doctor'])

interface TabProps {
  readonly page: string
  readonly shown: string
  readonly title: string
  /** What is missing there, in a word. */
  readonly wants?: string
}

const Tab = ({ page, shown, title, wants = '' }: TabProps) => (
  <button
    type="button"
    className={shown === page ? 'here' : ''}
    aria-current={shown === page ? 'page' : undefined}
    onClick={() => setDesk({ setupPage: page, notice: null })}
  >
    {title}
    <span>{wants}</span>
  </button>
)

export const SetupScreen = () => {
  const page = useDesk(desk => desk.setupPage)
  const pdus = useRack(
    useShallow(({ state }) =>
      pdusInOrder(state).map(pdu => `${pdu.id}\n${pdu.feed}\n${pdu.keepOn === null ? '' : '1'}`),
    ),
  )
  const maas = useRack(({ state }) => state.maasSite !== null)
  const policyLost = useRack(({ state }) => state.policy.fault !== null)
  const app = useRack(rack => rack.app)
  const known = pdus.map(line => line.split('\n'))
  const shown = fixed.has(page) || known.some(([id]) => id === page) ? page : 'add'
  const ill = useDesk(({ checks }) => checks?.filter(check => !check.ok).length ?? 0)
  return (
    <main className="room setup" id="room">
      <nav className="sub" aria-label="Setup" data-region="sub">
        {known.map(([id = '', feed, answered]) => (
          <Tab key={id} page={id} shown={shown} title={`PDU ${feed}`} wants={answered === '' ? 'answer' : ''} />
        ))}
        <Tab page="add" shown={shown} title="Add a PDU" />
        <Tab page="maas" shown={shown} title="MAAS" wants={maas ? '' : 'add'} />
        <Tab page="numbers" shown={shown} title="Numbers" wants={policyLost ? 'mend' : ''} />
        <Tab page="doctor" shown={shown} title="Doctor" wants={ill > 0 ? `${ill} to mend` : ''} />
        <div className="grow" />
        {app && (
          <p className="fine">
            {vaultSays[app.vault]} Racklight {app.version}, data in <span className="mono">{app.dataDir}</span>.
          </p>
        )}
      </nav>
      <div className="setup-page" data-region="page">
        <Page />
      </div>
    </main>
  )
}
