// A machine as MAAS's JSON shows it: in full to a user, in fourteen fields to one who enlists.
import type { SimMachine } from './machine.ts'
import { statuses } from './machine.ts'
import type { MaasWorld } from './world.ts'
import { levels } from './world.ts'

const base = '/MAAS/api/2.0'

export const domain = {
  authoritative: true,
  ttl: null,
  resource_record_count: 0,
  is_default: true,
  name: 'maas',
  id: 0,
  resource_uri: `${base}/domains/0/`,
}
export const zone = { name: 'default', description: '', id: 1, resource_uri: `${base}/zones/default/` }
export const pool = { name: 'default', description: 'Default pool', id: 0, resource_uri: `${base}/resourcepool/0/` }

const unknownHardware = [
  ...['system_vendor', 'system_product', 'system_family', 'system_version', 'system_sku', 'system_serial', 'cpu_model'],
  ...['mainboard_vendor', 'mainboard_product', 'mainboard_serial', 'mainboard_version'],
  ...['mainboard_firmware_vendor', 'mainboard_firmware_date', 'mainboard_firmware_version'],
  ...['chassis_vendor', 'chassis_type', 'chassis_serial', 'chassis_version'],
].map(name => [name, 'Unknown'])

export function describeMachine(world: MaasWorld, machine: SimMachine): Record<string, unknown> {
  const { systemId, hostname } = machine
  const nics = machine.nics.map(nic => describeNic(systemId, nic))
  const gateway = { gateway_ip: null, link_id: null }
  return {
    ...head(world, machine),
    ...(world.isNewer
      ? { error_description: machine.errorDescription, enable_kernel_crash_dump: false, is_dpu: false }
      : {}),
    resource_uri: `${base}/machines/${systemId}/`,
    fqdn: `${hostname}.maas`,
    domain,
    zone,
    pool,
    owner: machine.owner,
    owner_data: { ...machine.annotations },
    workload_annotations: { ...machine.annotations },
    locked: machine.locked,
    description: machine.description,
    hardware_uuid: machine.hardwareUuid,
    hardware_info: {
      ...Object.fromEntries(unknownHardware),
      ...(machine.serial ? { system_serial: machine.serial } : {}),
    },
    tag_names: [...machine.tags],
    interface_set: nics,
    boot_interface: nics[0] ?? null,
    ...tests(machine),
    ...Object.fromEntries(
      ['physicalblockdevice_set', 'raids', 'blockdevice_set', 'virtualblockdevice_set', 'volume_groups', 'bcaches'].map(
        name => [name, []],
      ),
    ),
    ip_addresses: [],
    cache_sets: [],
    special_filesystems: [],
    default_gateways: { ipv4: gateway, ipv6: gateway },
    numanode_set: [{ index: 0, memory: 0, cores: [], hugepages_set: [] }],
    ...Object.fromEntries(
      ['next_sync', 'last_sync', 'hwe_kernel', 'swap_size', 'bios_boot_method', 'boot_disk'].map(nothing),
    ),
    ...Object.fromEntries(['sync_interval', 'parent', 'pod', 'virtualmachine_id', 'address_ttl'].map(nothing)),
    current_installation_result_id: null,
    current_commissioning_result_id: machine.commissioningResultId,
    current_testing_result_id: machine.testingResultId,
    cpu_speed: 0,
    cpu_count: 0,
    memory: 0,
    storage: 0,
    distro_series: '',
    osystem: '',
    min_hwe_kernel: '',
    node_type_name: 'Machine',
    ephemeral_deploy: false,
    enable_hw_sync: false,
    disable_ipv4: false,
    netboot: true,
  }
}

/** To a caller without a key. */
export function describeBriefly(world: MaasWorld, machine: SimMachine): Record<string, unknown> {
  const without = <T extends { resource_uri: string }>({ resource_uri: _uri, ...rest }: T): Omit<T, 'resource_uri'> =>
    rest
  return {
    ...head(world, machine),
    fqdn: `${machine.hostname}.maas`,
    domain: without(domain),
    zone: without(zone),
    resource_uri: `${base}/machines/${machine.systemId}/`,
  }
}

function head(world: MaasWorld, machine: SimMachine): Record<string, unknown> {
  const last = world.events.findLast(event => event.systemId === machine.systemId && levels[event.level] >= levels.INFO)
  return {
    system_id: machine.systemId,
    hostname: machine.hostname,
    node_type: 0,
    architecture: machine.architecture,
    status: statuses[machine.status],
    status_name: machine.status,
    status_message:
      last === undefined ? null : last.description === '' ? last.type : `${last.type} - ${last.description}`,
    status_action: last === undefined ? null : last.description === '' ? '' : last.type,
    power_type: machine.powerType,
    power_state: machine.powerState,
  }
}

const nothing = (name: string): [string, null] => [name, null]

function tests(machine: SimMachine): Record<string, unknown> {
  const of = (name: string, ran: boolean): [string, unknown][] => [
    [`${name}_status`, ran ? 0 : -1],
    [`${name}_status_name`, ran ? 'Pending' : 'Unknown'],
  ]
  const tested = machine.testingResultId !== null && !machine.aborted
  return Object.fromEntries([
    ...of('commissioning', machine.commissioningResultId !== null && !machine.aborted),
    ...of('testing', tested),
    ...of('storage_test', tested),
    ...['cpu_test', 'memory_test', 'network_test', 'interface_test', 'other_test'].flatMap(name => of(name, false)),
  ])
}

const describeNic = (systemId: string, nic: SimMachine['nics'][number]): Record<string, unknown> => ({
  params: {},
  vendor: null,
  link_speed: 0,
  children: [],
  numa_node: 0,
  interface_speed: 0,
  tags: [],
  vlan: null,
  firmware_version: null,
  discovered: null,
  links: [],
  parents: [],
  id: nic.id,
  mac_address: nic.mac,
  effective_mtu: 1500,
  sriov_max_vf: 0,
  enabled: true,
  type: 'physical',
  product: null,
  name: nic.name,
  link_connected: true,
  system_id: systemId,
  resource_uri: `${base}/nodes/${systemId}/interfaces/${nic.id}/`,
})
