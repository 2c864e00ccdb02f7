package dev.crossdock.orders;

/**
 * What customers are promised who fetch their order themselves; the usual where it is not said.
 *
 * @param readyWithinHours after it was asked for
 * @param keptForHours once it is ready; then it is for sale again
 */
record PickUpTimes(int readyWithinHours, int keptForHours) {
  static final PickUpTimes USUAL = new PickUpTimes(2, 72);

  PickUpTimes {
    readyWithinHours = readyWithinHours == 0 ? 2 : readyWithinHours;
    keptForHours = keptForHours == 0 ? 72 : keptForHours;
    if (readyWithinHours < 0 || keptForHours < 0) {
      throw new IllegalArgumentException("pickUp holds whole hours, from 1");
    }
  }
}
