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
  const to = (setupPage: string) => () => setDesk({ setupPage, notice: null })
  const known = pdus.map(line => line.split('\n'))
  const shown = fixed.has(page) || known.some(([id]) => id === page) ? page : 'add'
  const ill = useDesk(({ checks }) => checks?.filter(check => !check.ok).length ?? 0)
  return (
    <main className="room setup" id="room">
      <nav className="sub" aria-label="Setup" data-region="sub">
        {known.map(([id, feed, answered]) => (
          <button
            type="button"
            key={id}
            className={shown === id ? 'here' : ''}
            aria-current={shown === id ? 'page' : undefined}
            onClick={to(id ?? '')}
          >
            PDU {feed}
            <span>{answered === '' ? 'answer' : ''}</span>
          </button>
        ))}
        <button
          type="button"
          className={shown === 'add' ? 'here' : ''}
          aria-current={shown === 'add' ? 'page' : undefined}
          onClick={to('add')}
        >
          Add a PDU
        </button>
        <button
          type="button"
          className={shown === 'maas' ? 'here' : ''}
          aria-current={shown === 'maas' ? 'page' : undefined}
          onClick={to('maas')}
        >
          MAAS<span>{maas ? '' : 'add'}</span>
        </button>
        <button
          type="button"
          className={shown === 'numbers' ? 'here' : ''}
          aria-current={shown === 'numbers' ? 'page' : undefined}
          onClick={to('numbers')}
        >
          Numbers<span>{policyLost ? 'mend' : ''}</span>
        </button>
        <button
          type="button"
          className={shown === 'doctor' ? 'here' : ''}
          aria-current={shown === 'doctor' ? 'page' : undefined}
          onClick={to('doctor')}
        >
          Doctor<span>{ill > 0 ? `${ill} to mend` : ''}</span>
        </button>
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
