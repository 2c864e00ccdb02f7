package dev.crossdock.delivery;

import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Keeps what people said private: raw bytes are sealed with a key of their day before they are
 * kept, and deleting that key is deleting the day, in every copy of the database there is.
 *
 * <p>A sealed value is a mark, the day, a nonce, the ciphertext and its tag. The mark is a byte
 * that no UTF-8 text begins with, so that what was kept before there was a vault stays readable.
 */
@Component
public class Vault {
  private static final byte MARK = (byte) 0xC1;
  private static final int PREFIX = 1 + Integer.BYTES;

  private final DayKeys keys;
  private final MasterSecret master;

  Vault(DayKeys keys, MasterSecret master) {
    this.keys = keys;
    this.master = master;
  }

  /** Seals bytes with the key of today. */
  public byte[] seal(byte[] plain) {
    var day = keys.today();
    var prefix = ByteBuffer.allocate(PREFIX).put(MARK).putInt((int) day.toEpochDay()).array();
    return AesGcm.seal(keys.findOrMake(day), prefix, plain);
  }

  /**
   * Opens what was sealed; empty when the key of its day was deleted.
   *
   * @throws HubException {@code DEL-103} when the bytes were altered
   */
  public Optional<byte[]> open(byte[] sealed) {
    return day(sealed)
        .map(
            day ->
                keys.find(day)
                    .map(key -> AesGcm.open(key, PREFIX, sealed).orElseThrow(Vault::altered)))
        .orElse(Optional.of(sealed));
  }

  /** The day something was sealed; empty when it is not sealed. */
  public Optional<LocalDate> day(byte[] sealed) {
    return sealed.length > PREFIX && sealed[0] == MARK
        ? Optional.of(LocalDate.ofEpochDay(ByteBuffer.wrap(sealed, 1, Integer.BYTES).getInt()))
        : Optional.empty();
  }

  /**
   * 32 bytes by which the same bytes are known again. Not a bare digest: who has the database alone
   * could try every order there may have been until one fits.
   */
  public byte[] fingerprint(byte[] plain) {
    return master.fingerprint(plain);
  }

  private static HubException altered() {
    return new HubException(
        new Failure.Data(
            "DEL-103",
            "a sealed value does not fit its key: the database was changed by hand or damaged; restore it, or have the message sent again."));
  }
}
