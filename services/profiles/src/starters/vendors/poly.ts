import { forAll, type Starter } from '../vendor-starter.js';

/** From knowledge of the vendor's documented parameters; not tried on a phone. The master file names the one with the registrations. */
export const poly: Starter = {
  vendor: 'Poly',
  models: ['VVX 450'],
  templates: [
    forAll(
      '{mac}.cfg',
      'xml',
      `<?xml version="1.0" encoding="UTF-8"?>
<APPLICATION APP_FILE_PATH="sip.ld" CONFIG_FILES="reg-[PHONE_MAC_ADDRESS].cfg" MISC_FILES="" LOG_FILE_DIRECTORY="" OVERRIDES_DIRECTORY="" CONTACTS_DIRECTORY="" />
`,
    ),
    forAll(
      'reg-{mac}.cfg',
      'xml',
      `<?xml version="1.0" encoding="UTF-8"?>
<polycomConfig>
  <time tcpIpApp.sntp.address="{{ params.ntp_server }}" tcpIpApp.sntp.address.overrideDHCP="1" />
  {% if params.admin_password %}<password device.set="1" device.auth.localAdminPassword.set="1" device.auth.localAdminPassword="{{ params.admin_password }}" />{% endif %}
  {%- for line in lines %}
  <reg reg.{{ line.index }}.address="{{ line.sipUsername }}" reg.{{ line.index }}.auth.userId="{{ line.sipUsername }}"
    reg.{{ line.index }}.auth.password="{{ line.sipPassword }}"
    reg.{{ line.index }}.displayName="{{ line.displayName | default: line.number }}" reg.{{ line.index }}.label="{{ line.extension | default: line.number }}"
    reg.{{ line.index }}.server.1.address="{{ params.sip_server }}" reg.{{ line.index }}.server.1.port="{{ params.sip_port }}"
    reg.{{ line.index }}.server.1.expires="{{ params.register_seconds }}" />
  {%- endfor %}
</polycomConfig>
`,
    ),
  ],
};
