package dev.crossdock.orders.sourcing;

/**
 * Somewhere on the earth.
 *
 * @param latitude in degrees, north is positive
 * @param longitude in degrees, east is positive
 */
public record Point(double latitude, double longitude) {
  private static final double EARTH_KM = 6_371.0;

  /** Kilometres along a great circle (the haversine formula). */
  double kmTo(Point other) {
    var up = Math.toRadians(other.latitude - latitude) / 2;
    var across = Math.toRadians(other.longitude - longitude) / 2;
    var h =
        Math.pow(Math.sin(up), 2)
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(other.latitude))
                * Math.pow(Math.sin(across), 2);
    return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
  }
}
