import * as devices from '../values/devices.js';
import type { Random } from '../random.js';
import type { Source, World } from '../world.js';

type Draw = (world: World) => string;
const from =
  (draw: (random: Random) => string): Draw =>
  ({ random }) =>
    draw(random);

const ipKeys = [
  'client ip',
  'remote addr',
  'ip',
  'ip address',
  'source ip',
  'x forwarded for',
  'client address',
  'src ip',
];
const ipSentences = [
  'connection from {v} closed',
  'blocked {v} after {n} tries',
  'Failed password for <<root>> from {v} port 42210 ssh2',
  '{v} rate limited',
  'client {v} connected in {ms} ms',
  'accepted {v} as peer',
];

const coordinates: Draw = ({ random }) =>
  `${devices.latitude(random)},${random.pick(['', ' '])}${devices.longitude(random)}`;

export const networkSources: readonly Source[] = [
  {
    kind: 'ipv4',
    isBare: true,
    keyed: [{ keys: ipKeys, value: from(devices.publicIpv4) }],
    spoken: [{ sentences: ipSentences, value: from(devices.publicIpv4) }],
  },
  {
    kind: 'ipv6',
    isBare: true,
    keyed: [{ keys: ipKeys, value: from(devices.publicIpv6) }],
    spoken: [{ sentences: ipSentences, value: from(devices.publicIpv6) }],
  },
  {
    kind: 'mac',
    isBare: true,
    keyed: [
      {
        keys: ['mac', 'mac address', 'hw addr', 'bssid', 'wifi mac', 'bluetooth mac'],
        value: from(devices.macAddress),
      },
    ],
    spoken: [
      {
        sentences: [
          'station {v} associated',
          'DHCPDISCOVER from {v} via eth0',
          'DHCPACK to ({v})',
          'device with MAC {v} joined',
        ],
        value: from(devices.macAddress),
      },
    ],
  },
  {
    kind: 'imei',
    keyed: [{ keys: ['imei', 'device imei', 'imei number', 'imei1'], value: from(devices.imei) }],
    spoken: [
      {
        sentences: [
          'IMEI {v} blacklisted',
          'handset IMEI: {v}',
          'attach request imei={v}',
          'Gerät mit IMEI {v} gesperrt',
        ],
        value: from(devices.imei),
      },
    ],
  },
  {
    kind: 'advertising-id',
    keyed: [
      {
        keys: ['advertising id', 'idfa', 'gaid', 'google advertising id', 'aaid', 'ad id'],
        value: from(devices.advertisingId),
      },
    ],
    spoken: [
      {
        sentences: [
          'attribution for idfa={v}',
          'gaid={v} opted out',
          'advertising id {v} reset',
          'advertisingId: {v}',
        ],
        value: from(devices.advertisingId),
      },
    ],
  },
  {
    kind: 'device-id',
    keyed: [
      {
        keys: ['device id', 'android id', 'device uuid', 'udid', 'device identifier', 'installation id'],
        value: from(devices.deviceId),
      },
    ],
    spoken: [
      {
        sentences: [
          'device_id={v} registered',
          'android_id={v}',
          'push to deviceId={v} failed',
          'deviceId: {v}',
        ],
        value: from(devices.deviceId),
      },
    ],
  },
  {
    kind: 'user-agent',
    keyed: [
      {
        keys: ['user agent', 'ua', 'http user agent', 'browser user agent'],
        value: (world) => devices.userAgent(world.faker()),
      },
    ],
    spoken: [
      {
        sentences: ['User-Agent: {v}', 'user-agent: {v}'],
        value: (world) => devices.userAgent(world.faker()),
      },
    ],
  },
  {
    kind: 'geo-position',
    keyed: [
      {
        keys: ['latitude', 'lat', 'gps lat', 'geo lat'],
        value: ({ random }) => Number(devices.latitude(random)),
      },
      {
        keys: ['longitude', 'lng', 'lon', 'gps lon'],
        value: ({ random }) => Number(devices.longitude(random)),
      },
      { keys: ['coordinates', 'lat lng', 'location', 'gps position', 'latlon', 'gps'], value: coordinates },
    ],
    spoken: [
      {
        sentences: ['position fix {v}', 'GPS: {v}', 'user location {v}', 'Standort {v} gespeichert'],
        value: coordinates,
      },
    ],
  },
];
