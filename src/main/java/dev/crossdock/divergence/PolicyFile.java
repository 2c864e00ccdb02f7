package dev.crossdock.divergence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.crossdock.divergence.Policies.Brake;
import dev.crossdock.divergence.Policy.Heal;
import dev.crossdock.kernel.EditedFile;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import dev.crossdock.kernel.Yaml;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One edition of {@code config/divergence.yaml}. What it does not say is said by the defaults, and
 * what these do not say by what ships: 5 %, 2 units, healed; orders exact, and never healed.
 */
record PolicyFile(
    @Nullable Map<String, Rules> defaults,
    @Nullable Map<String, Map<String, Rules>> channels,
    @Nullable Limits brake) {
  private static final Policy STOCK = new Policy(500, 2, Heal.HEAL, 3, 2_000, 20_000);
  private static final Policy EXACT = new Policy(0, 0, Heal.NEVER, 3, 2_000, 20_000);
  private static final Brake BRAKE = new Brake(2_000, 3_000);

  /** As they are written; what is left out is inherited. */
  record Rules(
      @Nullable String over,
      @Nullable Long units,
      @Nullable String heal,
      @Nullable Integer tries,
      @Nullable PerHour perHour,
      @Nullable Map<String, Rules> places) {
    Policy on(Policy above) {
      var budget = Objects.requireNonNullElse(perHour, new PerHour(null, null));
      return new Policy(
          over == null ? above.over() : hundredths(over),
          Objects.requireNonNullElse(units, above.units()),
          heal == null ? above.heal() : Heal.valueOf(heal.toUpperCase(Locale.ROOT)),
          Objects.requireNonNullElse(tries, above.tries()),
          Objects.requireNonNullElse(budget.skus(), above.skusPerHour()),
          Objects.requireNonNullElse(budget.units(), above.unitsPerHour()));
    }
  }

  /** What may be corrected in an hour. */
  record PerHour(@Nullable Integer skus, @Nullable Long units) {}

  /** What is too much at once. */
  record Limits(@Nullable String skus, @Nullable String units) {}

  Policy of(String channel, String entity, String place) {
    var policy = on(defaults, entity, entity.equals("stock") ? STOCK : EXACT);
    var rules = channels == null ? null : channels.get(channel);
    policy = on(rules, entity, policy);
    var places = rules == null || !rules.containsKey(entity) ? null : rules.get(entity).places();
    return on(places, place, policy);
  }

  private static Policy on(@Nullable Map<String, Rules> rules, String name, Policy above) {
    var found = rules == null ? null : rules.get(name);
    return found == null ? above : found.on(above);
  }

  Brake limits() {
    return brake == null
        ? BRAKE
        : new Brake(
            brake.skus() == null ? BRAKE.skus() : hundredths(brake.skus()),
            brake.units() == null ? BRAKE.units() : hundredths(brake.units()));
  }

  static int hundredths(String percent) {
    return new BigDecimal(percent.replace("%", "").strip()).movePointRight(2).intValueExact();
  }

  static PolicyFile read(Path file, EditedFile said) {
    if (!said.isRead()) {
      throw new HubException(senseless(file, said.why()));
    }
    try {
      var root = Yaml.read(said.text()).root();
      if (root.isMissingNode() || root.isNull()) {
        return new PolicyFile(null, null, null);
      }
      PolicyFile read =
          Json.mapper()
              .readerFor(PolicyFile.class)
              .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
              .readValue(root);
      read.tryAll();
      return read;
    } catch (JsonProcessingException
        | Yaml.Unreadable
        | IllegalArgumentException
        | ArithmeticException e) {
      var why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new HubException(
          senseless(file, why + ". Correct it, or remove it to be told of 5 % and 2 units"), e);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Failure senseless(Path file, String why) {
    return new Failure.Data(
        "DIV-001", "%s does not say how far systems may differ: %s.".formatted(file, why));
  }

  /** What is written wrongly is found when the file is read, not when somebody asks. */
  private void tryAll() {
    limits();
    for (var rules : Objects.requireNonNullElse(defaults, Map.<String, Rules>of()).values()) {
      rules.on(STOCK);
    }
    var all = Objects.requireNonNullElse(channels, Map.<String, Map<String, Rules>>of());
    for (var channel : all.entrySet()) {
      for (var entity : channel.getValue().entrySet()) {
        var places = entity.getValue().places();
        of(channel.getKey(), entity.getKey(), "");
        Objects.requireNonNullElse(places, Map.<String, Rules>of())
            .keySet()
            .forEach(place -> of(channel.getKey(), entity.getKey(), place));
      }
    }
  }
}
