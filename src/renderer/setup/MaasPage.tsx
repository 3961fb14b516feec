import { useState } from 'react'
import type { Answer } from '#ipc/contract.ts'
import { faultWords } from '#core/words.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { Tick } from '../drawing/signs.tsx'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { setDesk, useDesk } from '../state/desk.ts'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'
import { Findings } from './PduFacts.tsx'

type Facts = Extract<Answer<'checkMaas'>, { ok: true }>['value']

/** Where MAAS is and who asks. The API key goes to the vault and never comes back. */
export const MaasPage = () => {
  const site = useRack(({ state }) => state.maasSite)
  const view = useRack(({ state }) => state.maas)
  const lost = useRack(({ state }) => state.maasLost)
  const busy = useDesk(desk => desk.busy)
  const [url, setUrl] = useState(site?.url ?? '')
  const [apiKey, setApiKey] = useState('')
  const [facts, setFacts] = useState<Facts | null>(null)
  const check = async (save: boolean): Promise<void> => {
    setDesk({ busy: save ? 'saveMaas' : 'checkMaas', notice: null })
    const answered = await mainProcess.tryCall('checkMaas', { url: url.trim(), apiKey: apiKey.trim(), save })
    setDesk({ busy: null })
    const result = answered.ok ? answered.value : answered
    if (!result.ok) {
      const { mend = '', ...fault } = result.fault
      setFacts(null)
      return setDesk({ notice: { tone: 'fault', text: faultWords(fault), mend } })
    }
    setFacts(result.value)
    if (save) {
      setApiKey('')
      setDesk({ notice: { tone: 'told', text: 'Kept. The key is in the vault.', mend: '' } })
    }
  }
  const ready = url.trim() !== '' && apiKey.trim() !== '' && busy === null
  return (
    <section className="probe" aria-labelledby="maas-title" data-message>
      <div className="id">
        <div>
          <h2 id="maas-title">MAAS</h2>
          <p className="dim">
            {site
              ? `${site.url}, as ${site.username}, version ${site.version}`
              : 'Says which outlets are taken, and takes the map when a run is done.'}
          </p>
        </div>
      </div>
      <form
        className="fields"
        onSubmit={event => {
          event.preventDefault()
          if (ready) void check(false)
        }}
      >
        <label className="field wide">
          <span>URL</span>
          <input
            type="text"
            inputMode="url"
            value={url}
            placeholder="http://maas.example:5240/MAAS"
            spellCheck={false}
            onChange={event => setUrl(event.target.value)}
          />
        </label>
        <label className="field wide">
          <span>API key</span>
          <input
            type="password"
            value={apiKey}
            autoComplete="off"
            placeholder="consumer:token:secret"
            onChange={event => setApiKey(event.target.value)}
          />
        </label>
        <button type="submit" className={`btn${facts ? '' : ' main'}`} disabled={!ready}>
          {busy === 'checkMaas' ? 'Asking' : 'Check'}
        </button>
        <button
          type="button"
          className={`btn${facts ? ' main' : ''}`}
          disabled={!ready || !facts}
          onClick={() => void check(true)}
        >
          Keep
        </button>
      </form>
      <NoticeLine />
      {facts && (
        <>
          <div className="finding">
            <Tick />
            <div>
              <b>
                MAAS {facts.version} answers as {facts.username}
              </b>
              <span className="sub">
                {facts.isAdmin
                  ? 'An administrator: may write power parameters.'
                  : 'An ordinary user: enough to watch; writing the map needs an administrator.'}
              </span>
            </div>
          </div>
          <Findings warnings={facts.warnings} />
        </>
      )}
      {lost && (
        <div className="finding bad">
          <LampIcon kind="fault" rem={1.5} />
          <div>
            <b>MAAS does not answer</b>
            <span className="sub mono">{lost.detail}</span>
            {lost.mend !== undefined && <span className="sub">{lost.mend}</span>}
          </div>
        </div>
      )}
      {view && (
        <dl className="facts">
          <div>
            <dt>Outlets it names here</dt>
            <dd>{Object.keys(view.named).length}</dd>
          </div>
          <div>
            <dt>Deployed, outlet unknown</dt>
            <dd>{view.deployedUnknown}</dd>
          </div>
        </dl>
      )}
    </section>
  )
}
