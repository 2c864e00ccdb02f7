package dev.crossdock.sync;

import dev.crossdock.connectors.Channel;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Fetches a file from the address that a system gave for it. The address is for this one file and
 * needs no credential of ours, so none is sent; and it is not gone to where it could reach what
 * only we can.
 */
@Component
class Downloads {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int SILENT_MILLIS = 60_000;
  private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([A-Za-z0-9_.:-]+)");

  private final FileLimits limits;

  Downloads(FileLimits limits) {
    this.limits = limits;
  }

  /**
   * Opens it.
   *
   * @param gzip whether it is packed
   * @throws HubException {@code SYN-042} when it must not be gone to
   * @throws IOException when it cannot be had; another address may
   */
  TextLines open(Channel channel, String address, boolean gzip) throws IOException {
    var url = URI.create(requireSafe(channel, address)).toURL();
    var call = (HttpURLConnection) url.openConnection();
    call.setInstanceFollowRedirects(false);
    call.setConnectTimeout(CONNECT_MILLIS);
    call.setReadTimeout(SILENT_MILLIS);
    call.setRequestProperty("Accept-Encoding", "identity");
    if (call.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException("its address answers with status %d".formatted(call.getResponseCode()));
    }
    var whole = new Whole(call.getInputStream(), call.getContentLengthLong());
    var in =
        gzip ? limits.unpacked("a file of channel " + channel.id(), whole) : limits.plain(whole);
    return new TextLines(
        "a file of channel " + channel.id(), in, letters(call.getContentType()), limits.lines());
  }

  private static Charset letters(@Nullable String contentType) {
    var named = CHARSET.matcher(contentType == null ? "" : contentType);
    return named.find() && Charset.isSupported(named.group(1))
        ? Charset.forName(named.group(1))
        : StandardCharsets.UTF_8;
  }

  /** Where the system itself is we go anyway; elsewhere only to the open world, and encrypted. */
  private static String requireSafe(Channel channel, String address) throws IOException {
    try {
      var uri = URI.create(address);
      var home = URI.create(channel.endpoint());
      if (isHome(home, uri)) {
        return address;
      }
      var open =
          "https".equalsIgnoreCase(uri.getScheme())
              && uri.getHost() != null
              && Arrays.stream(InetAddress.getAllByName(uri.getHost()))
                  .noneMatch(Downloads::isOurs);
      if (open) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // no address at all
    }
    throw new HubException(
        new Failure.Data(
            "SYN-042",
            "channel %s gave '%s' as the address of a file; expected https, outside our own network. See who answered."
                .formatted(channel.id(), address.split("\\?", 2)[0])));
  }

  private static boolean isHome(URI home, URI uri) {
    return home.getHost() != null
        && home.getHost().equalsIgnoreCase(uri.getHost())
        && home.getPort() == uri.getPort()
        && String.valueOf(home.getScheme()).toLowerCase(Locale.ROOT).equals(uri.getScheme());
  }

  private static boolean isOurs(InetAddress address) {
    var bytes = address.getAddress();
    var uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    return uniqueLocal
        || address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress();
  }

  /** Half of what was announced is not the end of it. */
  private static final class Whole extends FilterInputStream {
    private final long announced;
    private long came;

    Whole(InputStream in, long announced) {
      super(in);
      this.announced = announced;
    }

    @Override
    public int read() throws IOException {
      var one = super.read();
      count(one < 0 ? -1 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      var some = super.read(into, from, length);
      count(some);
      return some;
    }

    private void count(int some) throws IOException {
      if (some > 0) {
        came += some;
      } else if (some < 0 && announced >= 0 && came < announced) {
        throw new IOException("%d of %d bytes came".formatted(came, announced));
      }
    }
  }
}
