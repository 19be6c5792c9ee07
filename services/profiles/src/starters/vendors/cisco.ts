import { forAll, type Starter } from '../vendor-starter.js';

/** From knowledge of the vendor's documented parameters; not tried on a phone. For the 6800 and 8800 multiplatform series. */
export const cisco: Starter = {
  vendor: 'Cisco',
  models: ['6821', '8851'],
  templates: [
    forAll(
      '{mac}.cfg',
      'xml',
      `<?xml version="1.0" encoding="UTF-8"?>
<flat-profile>
  {% if params.admin_password %}<Admin_Password>{{ params.admin_password }}</Admin_Password>{% endif %}
  <Resync_From_SIP>Yes</Resync_From_SIP>
  <Primary_NTP_Server>{{ params.ntp_server }}</Primary_NTP_Server>
  {%- for port in ports %}
  <Line_Enable_{{ port.index }}_>{% if port.used %}Yes{% else %}No{% endif %}</Line_Enable_{{ port.index }}_>
  {%- if port.used %}
  <Extension_{{ port.index }}_>{{ port.index }}</Extension_{{ port.index }}_>
  <Short_Name_{{ port.index }}_>{{ port.extension | default: port.number }}</Short_Name_{{ port.index }}_>
  <Display_Name_{{ port.index }}_>{{ port.displayName | default: port.number }}</Display_Name_{{ port.index }}_>
  <User_ID_{{ port.index }}_>{{ port.sipUsername }}</User_ID_{{ port.index }}_>
  <Password_{{ port.index }}_>{{ port.sipPassword }}</Password_{{ port.index }}_>
  <Proxy_{{ port.index }}_>{{ params.sip_server }}:{{ params.sip_port }}</Proxy_{{ port.index }}_>
  <Register_{{ port.index }}_>Yes</Register_{{ port.index }}_>
  <Register_Expires_{{ port.index }}_>{{ params.register_seconds }}</Register_Expires_{{ port.index }}_>
  {%- else %}
  <Extension_{{ port.index }}_>Disabled</Extension_{{ port.index }}_>
  {%- endif %}
  {%- endfor %}
</flat-profile>
`,
    ),
  ],
};
