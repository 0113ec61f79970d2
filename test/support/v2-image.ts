/** An image as V2 answers it, with every field that it has. */
export const v2Image = {
  id: 247,
  product_id: 77,
  image_file: 'p/022/walnut__36562.jpg',
  zoom_url:
    'https://cdn11.bigcommerce.com/s-x/products/77/images/247/walnut__36562.1393831046.1280.1280.jpg?c=1',
  standard_url:
    'https://cdn11.bigcommerce.com/s-x/products/77/images/247/walnut__36562.1393831046.386.513.jpg?c=1',
  thumbnail_url:
    'https://cdn11.bigcommerce.com/s-x/products/77/images/247/walnut__36562.1393831046.220.290.jpg?c=1',
  tiny_url: 'https://cdn11.bigcommerce.com/s-x/products/77/images/247/walnut__36562.1393831046.44.58.jpg?c=1',
  is_thumbnail: true,
  sort_order: 2,
  description: null,
  date_created: 'Mon, 24 Sep 2012 01:14:30 +0000',
};
