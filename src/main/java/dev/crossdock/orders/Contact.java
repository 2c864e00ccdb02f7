package dev.crossdock.orders;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what customers are found again who do not know the number of their order. It passes through
 * the hub's memory only: what is kept of it is a keyed hash (ADR 0037).
 *
 * @param card a token that the till's terminal gives for a card, never the number of the card
 */
public record Contact(@Nullable String email, @Nullable String phone, @Nullable String card) {
  /** The same phone is written with and without its country: its end tells it from others. */
  private static final int END_OF_PHONE = 9;

  /** What a canonical order says, if it says anything. */
  static Contact of(JsonNode contacts) {
    return new Contact(text(contacts, "email"), text(contacts, "phone"), text(contacts, "card"));
  }

  private static @Nullable String text(JsonNode contacts, String name) {
    return contacts.path(name).textValue();
  }

  /** Written in one way each, whoever wrote it how. */
  Set<String> keys() {
    var keys = new LinkedHashSet<String>();
    if (email != null && !email.isBlank()) {
      keys.add("email:" + email.strip().toLowerCase(Locale.ROOT));
    }
    var digits = phone == null ? "" : phone.replaceAll("[^0-9]", "");
    if (digits.length() >= END_OF_PHONE) {
      keys.add("phone:" + digits.substring(digits.length() - END_OF_PHONE));
    }
    if (card != null && !card.isBlank()) {
      keys.add("card:" + card.strip());
    }
    return keys;
  }

  /** Whether anything can be found by it. */
  public boolean isAny() {
    return !keys().isEmpty();
  }

  /** Nobody reads it in a log. */
  @Override
  public String toString() {
    return "Contact[not shown]";
  }
}
