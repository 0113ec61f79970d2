// Where a person looks at a product: its page in the control panel of a store at BigCommerce.

/** Undefined for what is no hash of a store: an address is made of nothing else. */
export const controlPanelPage = (store: string, productId: number): string | undefined =>
  /^[a-z0-9]+$/i.test(store)
    ? `https://store-${store}.mybigcommerce.com/manage/products/edit/${productId}`
    : undefined;
