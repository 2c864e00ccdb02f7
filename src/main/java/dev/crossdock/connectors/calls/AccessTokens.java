package dev.crossdock.connectors.calls;

import dev.crossdock.connectors.Manifest;
import dev.crossdock.connectors.files.Connected;
import dev.crossdock.connectors.files.Secret;
import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Latest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The tokens we hold, one per credential, each got anew before it ends and by one call at a time
 * however many wait for it.
 */
@Component
class AccessTokens implements Capped {
  static final int MOST = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final long BETWEEN_RENEWALS = TimeUnit.MINUTES.toNanos(1);

  private final Source source;
  private final LongSupplier nanos;
  private final Latest<Key, Holder> holders = new Latest<>("access-tokens", MOST);

  AccessTokens(Source source, MonotonicTime time) {
    this.source = source;
    this.nanos = time::nanos;
  }

  /** Secrets that were exchanged leave their token behind. */
  @Override
  public List<Cap> caps() {
    return List.of(holders.cap());
  }

  /** Where tokens come from. */
  interface Source {
    TokenRequest.Granted ask(Connected channel, Manifest.Auth auth);
  }

  private record Key(String endpoint, List<Secret> secrets) {}

  private static final class Holder {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable AccessToken token;
  }

  /** The token to use now. */
  AccessToken current(Connected channel) {
    var holder = holder(channel);
    var token = holder.token;
    if (token != null && nanos.getAsLong() - token.refreshAt() < 0) {
      return token;
    }
    return locked(channel, holder, () -> refreshed(channel, holder));
  }

  /**
   * Gets another token than the one that was refused, but not again and again: a token that is
   * itself a replacement, and new, is refused for another reason.
   */
  boolean renew(Connected channel, AccessToken refused) {
    var holder = holder(channel);
    var now =
        locked(
            channel,
            holder,
            () -> {
              var token = holder.token;
              if (!refused.equals(token)) {
                return token == null ? fetch(channel, holder, true) : token;
              }
              var young = nanos.getAsLong() - refused.obtainedAt() < BETWEEN_RENEWALS;
              return refused.renewed() && young ? refused : fetch(channel, holder, true);
            });
    return !now.equals(refused);
  }

  private AccessToken refreshed(Connected channel, Holder holder) {
    var token = holder.token;
    var now = nanos.getAsLong();
    if (token != null && now - token.refreshAt() < 0) {
      return token;
    }
    try {
      return fetch(channel, holder, false);
    } catch (HubException e) {
      if (token != null && e.failure().passes() && now - token.expiresAt() < 0) {
        return token;
      }
      throw e;
    }
  }

  private AccessToken fetch(Connected channel, Holder holder, boolean renewed) {
    var granted = source.ask(channel, auth(channel));
    var now = nanos.getAsLong();
    var life = granted.life().toNanos();
    var token = new AccessToken(granted.secret(), now, now + life / 10 * 9, now + life, renewed);
    holder.token = token;
    return token;
  }

  private static AccessToken locked(
      Connected channel, Holder holder, java.util.function.Supplier<AccessToken> work) {
    try {
      if (!holder.lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw waiting(channel);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw waiting(channel);
    }
    try {
      return work.get();
    } finally {
      holder.lock.unlock();
    }
  }

  private Holder holder(Connected channel) {
    var auth = auth(channel);
    var secrets =
        java.util.stream.Stream.of(auth.clientId(), auth.clientSecret(), auth.refreshToken())
            .filter(Objects::nonNull)
            .flatMap(name -> channel.secret(name).stream().limit(1))
            .toList();
    var key = new Key(channel.channel().endpoint() + auth.tokenPath(), secrets);
    return holders.get(key, k -> new Holder());
  }

  private static Manifest.Auth auth(Connected channel) {
    return Objects.requireNonNull(channel.manifest().auth());
  }

  private static HubException waiting(Connected channel) {
    return new HubException(
        new Failure.Transient(
            "CON-043",
            "channel %s waited too long for an access token; it is tried again."
                .formatted(channel.channel().id())));
  }
}
