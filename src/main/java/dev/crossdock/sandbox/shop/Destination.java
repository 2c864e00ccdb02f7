package dev.crossdock.sandbox.shop;

/** Where the shop's customers live, one after the other. */
record Destination(String city, String zip, double latitude, double longitude) {
  private static final Destination[] ALL = {
    new Destination("Leeds", "LS1 4DY", 53.7967, -1.5497),
    new Destination("York", "YO1 7HH", 53.9620, -1.0819),
    new Destination("London", "SW1Y 4JH", 51.5074, -0.1332),
    new Destination("Bristol", "BS1 5TR", 51.4498, -2.5984),
    new Destination("Sheffield", "S1 2HE", 53.3802, -1.4697),
  };

  static Destination of(ShopOrder order) {
    return ALL[Math.floorMod(order.number(), ALL.length)];
  }
}
