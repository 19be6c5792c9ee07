import { forAll, type Starter } from '../vendor-starter.js';

/** From knowledge of the vendor's documented parameters; not tried on a phone. For the T2, T4 and T5 series. */
export const yealink: Starter = {
  vendor: 'Yealink',
  models: ['SIP-T21P E2', 'SIP-T54W'],
  templates: [
    forAll(
      '{mac}.cfg',
      'text',
      `#!version:1.0.0.1
{% if params.admin_password -%}
static.security.user_password = admin:{{ params.admin_password }}
{% endif -%}
local_time.ntp_server1 = {{ params.ntp_server }}
{% for port in ports -%}
account.{{ port.index }}.enable = {{ port.used | bool01 }}
{% if port.used -%}
account.{{ port.index }}.label = {{ port.extension | default: port.number }}
account.{{ port.index }}.display_name = {{ port.displayName | default: port.number }}
account.{{ port.index }}.user_name = {{ port.sipUsername }}
account.{{ port.index }}.auth_name = {{ port.sipUsername }}
account.{{ port.index }}.password = {{ port.sipPassword }}
account.{{ port.index }}.sip_server.1.address = {{ params.sip_server }}
account.{{ port.index }}.sip_server.1.port = {{ params.sip_port }}
account.{{ port.index }}.sip_server.1.expires = {{ params.register_seconds }}
{% endif -%}
{% endfor -%}
`,
    ),
  ],
};
