// MAAS's power types as its forms check them: what is required, what is filled in, what belongs to the PDU or BMC as a whole.

export interface PowerField {
  readonly name: string
  readonly label: string
  readonly required?: boolean
  readonly value?: string
  readonly choices?: readonly string[]
  /** A machine's own; all others belong to the PDU or BMC. */
  readonly own?: boolean
}

export interface PowerType {
  /** One PDU or chassis serves many machines, which then share its row. */
  readonly chassis: boolean
  readonly fields: readonly PowerField[]
}

const pdu = (maker: string, outlet: string): PowerField[] => [
  { name: 'power_address', label: `IP for ${maker} PDU`, required: true },
  { name: 'node_outlet', label: outlet, required: true, own: true },
  { name: 'power_on_delay', label: 'Power ON outlet delay (seconds)', value: '5' },
]

const pass: PowerField = { name: 'power_pass', label: 'Power password' }
const user: PowerField = { name: 'power_user', label: 'Power user' }

export const powerTypes: Readonly<Record<string, PowerType>> = {
  apc: {
    chassis: true,
    fields: [
      ...pdu('APC', 'APC PDU node outlet number (1-16)'),
      { name: 'pdu_type', label: 'PDU type', value: 'RPDU', choices: ['RPDU', 'MASTERSWITCH'] },
    ],
  },
  eaton: { chassis: true, fields: pdu('Eaton', 'Eaton PDU node outlet number (1-24)') },
  raritan: { chassis: true, fields: pdu('Raritan', 'Raritan PDU node outlet number') },
  dli: {
    chassis: true,
    fields: [
      { name: 'outlet_id', label: 'Outlet ID', required: true, own: true },
      { name: 'power_address', label: 'Power address', required: true },
      user,
      pass,
    ],
  },
  webhook: {
    chassis: false,
    fields: [
      { name: 'power_on_uri', label: 'URI to power on the node', required: true },
      { name: 'power_off_uri', label: 'URI to power off the node', required: true },
      { name: 'power_query_uri', label: 'URI to query the nodes power status', required: true },
      {
        name: 'power_on_regex',
        label: 'Regex to confirm the node is on',
        required: true,
        value: 'status.*\\:.*running',
      },
      {
        name: 'power_off_regex',
        label: 'Regex to confirm the node is off',
        required: true,
        value: 'status.*\\:.*stopped',
      },
      user,
      pass,
      { name: 'power_token', label: 'Power token, will be used in place of power_user and power_pass' },
      {
        name: 'power_verify_ssl',
        label: 'Verify SSL connections with system CA certificates',
        required: true,
        value: 'n',
        choices: ['n', 'y'],
      },
    ],
  },
  ipmi: {
    chassis: false,
    fields: [
      { name: 'power_driver', label: 'Power driver', required: true, value: 'LAN_2_0', choices: ['LAN', 'LAN_2_0'] },
      { name: 'power_boot_type', label: 'Power boot type', value: 'auto', choices: ['auto', 'legacy', 'efi'] },
      { name: 'power_address', label: 'IP address', required: true },
      user,
      pass,
      { name: 'k_g', label: 'K_g BMC key' },
      { name: 'cipher_suite_id', label: 'Cipher Suite ID', value: '3' },
      { name: 'privilege_level', label: 'Privilege Level', value: 'OPERATOR', choices: ['USER', 'OPERATOR', 'ADMIN'] },
      { name: 'mac_address', label: 'Power MAC', own: true },
    ],
  },
  redfish: {
    chassis: true,
    fields: [
      { name: 'power_address', label: 'Redfish address', required: true },
      { name: 'power_user', label: 'Redfish user', required: true },
      { name: 'power_pass', label: 'Redfish password', required: true },
      { name: 'node_id', label: 'Node ID', own: true },
    ],
  },
  amt: { chassis: false, fields: [pass, { name: 'power_address', label: 'Power address', required: true }] },
  manual: { chassis: false, fields: [] },
}

/** The parameters of a PUT or POST, checked and filled up as MAAS does, or the sentences of its refusal. */
export function readParameters(
  powerType: string,
  given: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
  skipCheck: boolean,
): { readonly parameters: Record<string, string> } | { readonly refused: string[] } {
  const fields = powerTypes[powerType]?.fields ?? []
  const names = fields.map(field => field.name)
  const trimmed = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.trim()]))
  const kept = Object.fromEntries(Object.entries(now).filter(([name]) => names.includes(name)))
  // DANGER of the original: parameters that are not sent stay, even across a change of the power type.
  const merged: Record<string, string> = { ...kept, ...trimmed }
  if (skipCheck) return { parameters: merged }

  const unknown = Object.keys(trimmed).filter(name => !names.includes(name))
  if (unknown.length > 0) return { refused: [`Unknown parameter(s): ${unknown.sort().join(', ')}.`] }
  if (fields.some(field => field.required) && Object.values(merged).every(value => value === ''))
    return { refused: ['This field is required.'] }
  const filled = Object.fromEntries(fields.map(({ name, value }) => [name, merged[name] ?? value ?? '']))
  const refused = fields.flatMap(({ name, label, required, choices }) => {
    const value = filled[name] ?? ''
    if (required === true && value === '') return [`${label}: This field is required.`]
    if (choices === undefined || choices.includes(value)) return []
    const listed = choices.map(choice => `'${choice}'`).join(', ')
    return [`${label}: '${value}' is not a valid ${name}.  It should be one of: ${listed}.`]
  })
  return refused.length > 0 ? { refused } : { parameters: filled }
}
