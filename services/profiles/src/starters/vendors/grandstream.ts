import { forAll, type Starter } from '../vendor-starter.js';

/** From knowledge of the vendor's documented parameters; not tried on a phone. An account's values are numbered in steps of a hundred from the second on; the phone has four accounts, however many line keys. */
export const grandstream: Starter = {
  vendor: 'Grandstream',
  models: ['GXP2135'],
  templates: [
    forAll(
      'cfg{mac}.xml',
      'xml',
      `<?xml version="1.0" encoding="UTF-8"?>
<gs_provision version="1">
  <mac>{{ device.mac }}</mac>
  <config version="1">
    {% if params.admin_password %}<P2>{{ params.admin_password }}</P2>{% endif %}
    <P30>{{ params.ntp_server }}</P30>
    {%- for port in ports %}
    {%- if port.index == 1 %}
    <P271>{{ port.used | bool01 }}</P271>
    {%- if port.used %}
    <P47>{{ params.sip_server }}:{{ params.sip_port }}</P47>
    <P35>{{ port.sipUsername }}</P35>
    <P36>{{ port.sipUsername }}</P36>
    <P34>{{ port.sipPassword }}</P34>
    <P3>{{ port.displayName | default: port.number }}</P3>
    {%- endif %}
    {%- elsif port.index <= 4 %}
    {%- assign account = port.index | plus: 2 %}
    <P{{ account }}01>{{ port.used | bool01 }}</P{{ account }}01>
    {%- if port.used %}
    <P{{ account }}02>{{ params.sip_server }}:{{ params.sip_port }}</P{{ account }}02>
    <P{{ account }}04>{{ port.sipUsername }}</P{{ account }}04>
    <P{{ account }}05>{{ port.sipUsername }}</P{{ account }}05>
    <P{{ account }}06>{{ port.sipPassword }}</P{{ account }}06>
    <P{{ account }}07>{{ port.displayName | default: port.number }}</P{{ account }}07>
    {%- endif %}
    {%- endif %}
    {%- endfor %}
  </config>
</gs_provision>
`,
    ),
  ],
};
