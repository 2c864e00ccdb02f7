package dev.crossdock.connectors.files;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.crossdock.kernel.PromiseRules;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a channel's file says of its promises; what it leaves out is as usual. */
record WrittenPromise(
    @Nullable Integer buffer,
    @Nullable Integer cap,
    @Nullable Integer lastUnits,
    @JsonDeserialize(using = ShortDuration.class) @Nullable Duration cacheFor) {

  /** Refused where it is read, so that the line is known. */
  WrittenPromise {
    rules(buffer, cap, lastUnits, cacheFor);
  }

  PromiseRules rules() {
    return rules(buffer, cap, lastUnits, cacheFor);
  }

  private static PromiseRules rules(
      @Nullable Integer buffer,
      @Nullable Integer cap,
      @Nullable Integer lastUnits,
      @Nullable Duration cacheFor) {
    var usual = PromiseRules.USUAL;
    return new PromiseRules(
        Objects.requireNonNullElse(buffer, usual.buffer()),
        Objects.requireNonNullElse(cap, usual.cap()),
        Objects.requireNonNullElse(lastUnits, usual.lastUnits()),
        Objects.requireNonNullElse(cacheFor, usual.cacheFor()));
  }
}
