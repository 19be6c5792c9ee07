import { forAll, type Starter } from '../vendor-starter.js';

/** From knowledge of the vendor's documented parameters; not tried on a phone. In XML. */
export const fanvil: Starter = {
  vendor: 'Fanvil',
  models: ['X5U'],
  templates: [
    forAll(
      '{mac}.cfg',
      'xml',
      `<?xml version="1.0" encoding="UTF-8"?>
<sysConf>
  <Version>2.0000000000</Version>
  <sip>
    {%- for port in ports %}
    <line index="{{ port.index }}">
      <EnableReg>{{ port.used | bool01 }}</EnableReg>
      {%- if port.used %}
      <PhoneNumber>{{ port.sipUsername }}</PhoneNumber>
      <DisplayName>{{ port.displayName | default: port.number }}</DisplayName>
      <RegisterAddr>{{ params.sip_server }}</RegisterAddr>
      <RegisterPort>{{ params.sip_port }}</RegisterPort>
      <RegisterUser>{{ port.sipUsername }}</RegisterUser>
      <RegisterPswd>{{ port.sipPassword }}</RegisterPswd>
      <RegisterTTL>{{ params.register_seconds }}</RegisterTTL>
      {%- endif %}
    </line>
    {%- endfor %}
  </sip>
  <phone>
    {% if params.admin_password %}<MenuPassword>{{ params.admin_password }}</MenuPassword>{% endif %}
    <date>
      <EnableSNTP>1</EnableSNTP>
      <SNTPServer>{{ params.ntp_server }}</SNTPServer>
    </date>
  </phone>
</sysConf>
`,
    ),
  ],
};
