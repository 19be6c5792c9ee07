import { forAll, type Starter } from '../vendor-starter.js';

/** From knowledge of the vendor's documented parameters; not tried on a phone. The first account alone: the numbers of the others are not known here. */
export const htek: Starter = {
  vendor: 'Htek',
  models: ['UC903'],
  templates: [
    forAll(
      'cfg{mac}.xml',
      'xml',
      `<?xml version="1.0" encoding="UTF-8"?>
<hl_provision version="1">
  <config version="1">
    <P30 para="Preference.NtpServer">{{ params.ntp_server }}</P30>
    {%- assign port = ports[0] %}
    <P271 para="Account1.Active">{{ port.used | bool01 }}</P271>
    {%- if port.used %}
    <P47 para="Account1.Sipserver">{{ params.sip_server }}:{{ params.sip_port }}</P47>
    <P20000 para="Account1.Label">{{ port.extension | default: port.number }}</P20000>
    <P35 para="Account1.SipUserId">{{ port.sipUsername }}</P35>
    <P36 para="Account1.AuthenticateID">{{ port.sipUsername }}</P36>
    <P34 para="Account1.AuthenticatePassword">{{ port.sipPassword }}</P34>
    <P3 para="Account1.DisplayName">{{ port.displayName | default: port.number }}</P3>
    {%- endif %}
  </config>
</hl_provision>
`,
    ),
  ],
};
