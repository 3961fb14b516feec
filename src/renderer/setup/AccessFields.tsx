import { authProtocols, privProtocols } from '#core/rack.ts'
import type { TypedPdu } from './pdu-entry.ts'

const versions: readonly (readonly [TypedPdu['version'], string])[] = [
  ['any', 'Find out'],
  ['1', 'v1'],
  ['2c', 'v2c'],
  ['3', 'v3'],
]

const authNames: Readonly<Record<(typeof authProtocols)[number], string>> = {
  md5: 'MD5',
  sha: 'SHA-1',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
}
const privNames: Readonly<Record<(typeof privProtocols)[number], string>> = {
  des: 'DES',
  aes: 'AES-128',
  aes256b: 'AES-256, Blumenthal (net-snmp)',
  aes256r: 'AES-256, Reeder (Cisco)',
}

interface Props {
  typed: TypedPdu
  change: (part: Partial<TypedPdu>) => void
}

const V3Fields = ({ typed, change }: Props) => (
  <>
    <label className="field">
      <span>User</span>
      <input
        type="text"
        value={typed.user}
        autoComplete="off"
        spellCheck={false}
        onChange={event => change({ user: event.target.value })}
      />
    </label>
    <label className="field narrow">
      <span>Authentication</span>
      <select
        value={typed.authProtocol}
        onChange={event => change({ authProtocol: event.target.value as TypedPdu['authProtocol'] })}
      >
        {authProtocols.map(name => (
          <option key={name} value={name}>
            {authNames[name]}
          </option>
        ))}
      </select>
    </label>
    <label className="field">
      <span>Authentication key</span>
      <input
        type="password"
        value={typed.authKey}
        autoComplete="off"
        onChange={event => change({ authKey: event.target.value })}
      />
    </label>
    <label className="field">
      <span>Privacy</span>
      <select
        value={typed.privProtocol}
        onChange={event => change({ privProtocol: event.target.value as TypedPdu['privProtocol'] })}
      >
        {privProtocols.map(name => (
          <option key={name} value={name}>
            {privNames[name]}
          </option>
        ))}
      </select>
    </label>
    <label className="field">
      <span>Privacy key</span>
      <input
        type="password"
        value={typed.privKey}
        autoComplete="off"
        onChange={event => change({ privKey: event.target.value })}
      />
    </label>
  </>
)

/** How to speak SNMP. The secrets go to the vault and never come back. */
export const SnmpFields = ({ typed, change }: Props) => (
  <>
    <label className="field narrow">
      <span>SNMP</span>
      <select value={typed.version} onChange={event => change({ version: event.target.value as TypedPdu['version'] })}>
        {versions.map(([value, says]) => (
          <option key={value} value={value}>
            {says}
          </option>
        ))}
      </select>
    </label>
    {typed.version === '3' ? (
      <V3Fields typed={typed} change={change} />
    ) : (
      <label className="field">
        <span>Write community</span>
        <input
          type="password"
          value={typed.community}
          autoComplete="off"
          onChange={event => change({ community: event.target.value })}
        />
      </label>
    )}
  </>
)

export const AddressField = ({ typed, change }: Props) => (
  <label className="field">
    <span>Address</span>
    <input
      type="text"
      value={typed.host}
      placeholder="10.0.0.11"
      spellCheck={false}
      autoComplete="off"
      onChange={event => change({ host: event.target.value })}
    />
  </label>
)
