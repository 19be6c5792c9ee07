import type { Headers } from '@ringfleet/messaging';

/** Headers by which the carrier's systems filter events: whose record it is. */
export const ownerHeaders = (resellerId: string | null, customerId?: string): Headers => ({
  ...(resellerId && { rf_reseller: resellerId }),
  ...(customerId && { rf_customer: customerId }),
});
