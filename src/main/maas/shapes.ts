// The few fields of MAAS's answers that are read; everything else is dropped where it arrives.
import { z } from 'zod'

export const Version = z.object({ version: z.string() })

export const WhoAmI = z.object({ username: z.string(), is_superuser: z.boolean() })

const text = z
  .string()
  .nullish()
  .transform(value => value ?? '')

export const Machine = z
  .object({
    system_id: z.string().min(1),
    hostname: z.string(),
    status_name: z.string(),
    owner: z.string().nullish(),
    locked: z.boolean().default(false),
    description: text,
    power_type: text,
    hardware_uuid: z.string().nullish(),
    tag_names: z.array(z.string()).default([]),
    interface_set: z.array(z.object({ mac_address: z.string().nullish() })).default([]),
  })
  .transform(machine => ({
    systemId: machine.system_id,
    hostname: machine.hostname,
    status: machine.status_name,
    owner: machine.owner ?? null,
    locked: machine.locked,
    description: machine.description,
    powerType: machine.power_type,
    hardwareUuid: machine.hardware_uuid?.toLowerCase() ?? null,
    tags: machine.tag_names,
    macs: machine.interface_set.flatMap(({ mac_address: mac }) => (mac ? [mac.toLowerCase()] : [])),
  }))
export type Machine = z.infer<typeof Machine>

export const Machines = z.array(Machine)

const parameter = z
  .unknown()
  .transform(value => (typeof value === 'string' || typeof value === 'number' ? String(value) : null))

/** Where a machine's power hangs; passwords, tokens and users never get past here. */
export const PowerPlace = z
  .object({
    power_address: parameter,
    node_outlet: parameter,
    outlet_id: parameter,
    power_on_delay: parameter,
    pdu_type: parameter,
    power_on_uri: parameter,
    power_off_uri: parameter,
    power_query_uri: parameter,
  })
  .partial()
export type PowerPlace = z.infer<typeof PowerPlace>

export const PowerPlaces = z.record(z.string(), PowerPlace)

export const EventPage = z.object({
  count: z.number(),
  events: z.array(
    z
      .object({
        id: z.number().int(),
        node: text,
        hostname: text,
        level: z.string(),
        type: z.string(),
        description: text,
        created: text,
      })
      .transform(({ node, ...event }) => ({ ...event, systemId: node })),
  ),
})
export type MaasEvent = z.infer<typeof EventPage>['events'][number]
