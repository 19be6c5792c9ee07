import { forAll, type Starter } from '../vendor-starter.js';

/** From knowledge of the vendor's documented parameters; not tried on a phone. For the 6800 and 6900 series. */
export const mitel: Starter = {
  vendor: 'Mitel',
  models: ['6940'],
  templates: [
    forAll(
      '{MAC}.cfg',
      'text',
      `time server disabled: 0
time server1: {{ params.ntp_server }}
{% if params.admin_password -%}
admin password: {{ params.admin_password }}
{% endif -%}
{% for line in lines -%}
sip line{{ line.index }} auth name: {{ line.sipUsername }}
sip line{{ line.index }} password: {{ line.sipPassword }}
sip line{{ line.index }} user name: {{ line.sipUsername }}
sip line{{ line.index }} display name: {{ line.displayName | default: line.number }}
sip line{{ line.index }} screen name: {{ line.extension | default: line.number }}
sip line{{ line.index }} proxy ip: {{ params.sip_server }}
sip line{{ line.index }} proxy port: {{ params.sip_port }}
sip line{{ line.index }} registrar ip: {{ params.sip_server }}
sip line{{ line.index }} registrar port: {{ params.sip_port }}
sip line{{ line.index }} registration period: {{ params.register_seconds }}
{% endfor -%}
`,
    ),
  ],
};
