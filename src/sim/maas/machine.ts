// A machine in the double's memory, and the row it shares with all machines of its PDU.

export interface BmcRow {
  readonly powerType: string
  parameters: Record<string, string>
}

export interface Nic {
  readonly id: number
  readonly name: string
  readonly mac: string
}

export interface SimMachine {
  readonly systemId: string
  hostname: string
  architecture: string
  nics: Nic[]
  status: Status
  owner: string | null
  locked: boolean
  description: string
  powerType: string
  powerState: string
  row: BmcRow | null
  /** The power parameters that belong to this machine alone: its outlet. */
  own: Record<string, string>
  hardwareUuid: string | null
  serial: string
  tags: Set<string>
  annotations: Record<string, string>
  /** Why a person marked it broken. */
  errorDescription: string
  commissioningResultId: number | null
  testingResultId: number | null
  /** The last commissioning was called off: its results count no more. */
  aborted: boolean
  /** What its own key may report: `consumer:token:secret`. */
  readonly nodeKey: string
}

/** MAAS's number by its `status_name`. */
export const statuses = {
  New: 0,
  Commissioning: 1,
  'Failed commissioning': 2,
  Missing: 3,
  Ready: 4,
  Reserved: 5,
  Deployed: 6,
  Retired: 7,
  Broken: 8,
  Deploying: 9,
  Allocated: 10,
  'Failed deployment': 11,
  Releasing: 12,
  'Releasing failed': 13,
  'Disk erasing': 14,
  'Failed disk erasing': 15,
  'Rescue mode': 16,
  'Entering rescue mode': 17,
  'Failed to enter rescue mode': 18,
  'Exiting rescue mode': 19,
  'Failed to exit rescue mode': 20,
  Testing: 21,
  'Failed testing': 22,
} as const
export type Status = keyof typeof statuses

const oddFilters: Partial<Record<Status, string>> = {
  'Releasing failed': 'failed_releasing',
  'Failed to enter rescue mode': 'failed_entering_rescue_mode',
  'Failed to exit rescue mode': 'failed_exiting_rescue_mode',
}
const statusNames = Object.keys(statuses) as Status[]

/** `status_name` by the name that `machines/?status=` wants. */
export const statusFilters: ReadonlyMap<string, Status> = new Map(
  statusNames.map(status => [oddFilters[status] ?? status.toLowerCase().replaceAll(' ', '_'), status]),
)

export const parametersOf = (machine: SimMachine): Record<string, string> => ({
  ...machine.row?.parameters,
  ...machine.own,
})
