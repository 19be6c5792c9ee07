import { forAll, type Starter } from '../vendor-starter.js';

/** From knowledge of the vendor's documented parameters; not tried on a phone. For the D7xx series. */
export const snom: Starter = {
  vendor: 'Snom',
  models: ['D785'],
  templates: [
    forAll(
      'snom{model}-{MAC}.htm',
      'xml',
      `<?xml version="1.0" encoding="UTF-8"?>
<settings>
  <phone-settings>
    <ntp_server perm="R">{{ params.ntp_server }}</ntp_server>
    {% if params.admin_password %}<admin_mode_password perm="R">{{ params.admin_password }}</admin_mode_password>{% endif %}
    {%- for port in ports %}
    <user_active idx="{{ port.index }}" perm="R">{% if port.used %}on{% else %}off{% endif %}</user_active>
    {%- if port.used %}
    <user_realname idx="{{ port.index }}" perm="R">{{ port.displayName | default: port.number }}</user_realname>
    <user_idle_text idx="{{ port.index }}" perm="R">{{ port.extension | default: port.number }}</user_idle_text>
    <user_name idx="{{ port.index }}" perm="R">{{ port.sipUsername }}</user_name>
    <user_pname idx="{{ port.index }}" perm="R">{{ port.sipUsername }}</user_pname>
    <user_pass idx="{{ port.index }}" perm="R">{{ port.sipPassword }}</user_pass>
    <user_host idx="{{ port.index }}" perm="R">{{ params.sip_server }}:{{ params.sip_port }}</user_host>
    <user_expiry idx="{{ port.index }}" perm="R">{{ params.register_seconds }}</user_expiry>
    {%- endif %}
    {%- endfor %}
  </phone-settings>
</settings>
`,
    ),
  ],
};
