import { forAll, type Starter } from '../vendor-starter.js';

/** From knowledge of the vendor's documented parameters; not tried on a phone. A provider, and an account for each handset, of which the numbers have five digits; handsets themselves are signed on at the base. */
export const gigaset: Starter = {
  vendor: 'Gigaset',
  models: ['N870 IP PRO'],
  templates: [
    forAll(
      '{mac}.xml',
      'xml',
      `<?xml version="1.0" encoding="UTF-8"?>
<provisioning version="1.1" productID="e2">
  <nvm>
    <param name="DmGlobal.0.NtpServer" value="{{ params.ntp_server }}"/>
    <param name="SipProvider.0.Domain" value="{{ params.sip_server }}"/>
    <param name="SipProvider.0.ProxyServerAddress" value="{{ params.sip_server }}"/>
    <param name="SipProvider.0.ProxyServerPort" value="{{ params.sip_port }}"/>
    <param name="SipProvider.0.RegServerAddress" value="{{ params.sip_server }}"/>
    <param name="SipProvider.0.RegServerPort" value="{{ params.sip_port }}"/>
    <param name="SipProvider.0.RegServerRefreshTimer" value="{{ params.register_seconds }}"/>
    {%- for line in lines %}
    {%- assign handset = line.index | pad: 5 %}
    <param name="SipAccount.{{ handset }}.ProviderId" value="0"/>
    <param name="SipAccount.{{ handset }}.AuthName" value="{{ line.sipUsername }}"/>
    <param name="SipAccount.{{ handset }}.AuthPassword" value="{{ line.sipPassword }}"/>
    <param name="SipAccount.{{ handset }}.UserName" value="{{ line.sipUsername }}"/>
    <param name="SipAccount.{{ handset }}.DisplayName" value="{{ line.displayName | default: line.number }}"/>
    {%- endfor %}
  </nvm>
</provisioning>
`,
    ),
  ],
};
