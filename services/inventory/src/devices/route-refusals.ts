import type { Refusals } from '@ringfleet/service-kit';

const PLACING = [
  'bad_mac',
  'bad_name',
  'missing_value',
  'value_too_long',
  'unknown_model',
  'unknown_reseller',
  'unknown_customer',
  'customer_of_another_reseller',
  'customer_view_only',
  'customer_permission_none',
  'unknown_site',
  'model_not_approved_on_site',
  'unknown_profile',
  'profile_of_another_model',
  'profile_not_usable',
  'shared_and_managed',
  'unknown_field',
  'field_of_another_reseller',
  'bad_number',
  'bad_date',
  'unknown_choice',
];

/** Of the routes that add and that change devices, for their description. */
export const NEW_DEVICE_REFUSALS: Refusals = {
  403: ['not_permitted'],
  409: ['name_not_unique', 'mac_not_unique', 'taken_meanwhile'],
  422: [...PLACING, 'unknown_account', 'no_such_port', 'not_a_phone'],
};
export const CHANGE_REFUSALS: Refusals = {
  403: ['not_permitted'],
  409: ['name_not_unique', 'mac_not_unique', 'port_in_use', 'customer_owned', 'shared_in_use', 'taken_meanwhile'],
  422: [...PLACING, 'device_retired'],
  428: ['if_match_required'],
};
