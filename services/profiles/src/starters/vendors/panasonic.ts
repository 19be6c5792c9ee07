import { forAll, type Starter } from '../vendor-starter.js';

/** From knowledge of the vendor's documented parameters; not tried on a phone. Lines end with CR and LF, the first is as it is here, the last is empty. */
export const panasonic: Starter = {
  vendor: 'Panasonic',
  models: ['KX-HDV230'],
  templates: [
    forAll(
      'Config{MAC}.cfg',
      'quoted',
      `# Panasonic SIP Phone Standard Format File # DO NOT CHANGE THIS LINE!
NTP_ADDR="{{ params.ntp_server }}"
{% if params.admin_password -%}
ADMIN_PASS="{{ params.admin_password }}"
{% endif -%}
{% for line in lines -%}
PHONE_NUMBER_{{ line.index }}="{{ line.number }}"
DISPLAY_NAME_{{ line.index }}="{{ line.displayName | default: line.number }}"
SIP_URI_{{ line.index }}="{{ line.sipUsername }}@{{ params.sip_server }}"
SIP_AUTHID_{{ line.index }}="{{ line.sipUsername }}"
SIP_PASS_{{ line.index }}="{{ line.sipPassword }}"
SIP_RGSTR_ADDR_{{ line.index }}="{{ params.sip_server }}"
SIP_RGSTR_PORT_{{ line.index }}="{{ params.sip_port }}"
SIP_PRXY_ADDR_{{ line.index }}="{{ params.sip_server }}"
SIP_PRXY_PORT_{{ line.index }}="{{ params.sip_port }}"
{% endfor %}
`.replaceAll('\n', '\r\n'),
    ),
  ],
};
