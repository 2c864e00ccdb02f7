package dev.crossdock.demo;

/** One SKU at one location of one party; the hub itself is the party {@code hub}. */
record Place(String party, String sku, String location) {
  @Override
  public String toString() {
    return "%s at %s of %s".formatted(sku, location, party);
  }
}
