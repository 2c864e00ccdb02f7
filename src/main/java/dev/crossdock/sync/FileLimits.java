package dev.crossdock.sync;

import dev.crossdock.kernel.Capped;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.Fullest;
import dev.crossdock.kernel.HubException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** How large a file of a snapshot may be, packed or not. */
@Component
class FileLimits implements Capped {
  /** What unpacks to more than this must not have been too small: nobody's stock is all alike. */
  private static final long UNSUSPICIOUS = 50L * 1024 * 1024;

  private static final int MOST_TO_ONE = 100;

  private final Fullest largest;
  private final long lines;

  FileLimits(
      @Value("${hub.sync.largest-file:4GB}") DataSize largest,
      @Value("${hub.sync.most-lines:20000000}") long lines) {
    this.largest = new Fullest("snapshot-file", largest.toBytes());
    this.lines = lines;
  }

  @Override
  public List<Cap> caps() {
    return List.of(largest.cap());
  }

  long lines() {
    return lines;
  }

  /** A file as it is. */
  InputStream plain(InputStream file) {
    return new Counted("a file", file, null);
  }

  /** A file that is packed. */
  InputStream unpacked(String name, InputStream file) throws IOException {
    var packed = new Packed(file);
    return new Counted(name, new GZIPInputStream(packed, 64 * 1024), packed);
  }

  /** Counts what comes off the disk or the wire. */
  private static final class Packed extends FilterInputStream {
    private long bytes;

    Packed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = super.read();
      bytes += one < 0 ? 0 : 1;
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      var some = super.read(into, from, length);
      bytes += Math.max(0, some);
      return some;
    }
  }

  /** Stops a file that is larger than anybody's, or that was made to look small. */
  private final class Counted extends FilterInputStream {
    private final String name;
    private final @org.jspecify.annotations.Nullable Packed packed;
    private long bytes;

    Counted(String name, InputStream in, @org.jspecify.annotations.Nullable Packed packed) {
      super(in);
      this.name = name;
      this.packed = packed;
    }

    @Override
    public int read() throws IOException {
      var one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      var some = super.read(into, from, length);
      count(Math.max(0, some));
      return some;
    }

    private void count(int some) {
      bytes += some;
      var bomb = packed != null && bytes > UNSUSPICIOUS && bytes / packed.bytes > MOST_TO_ONE;
      if (bomb || bytes > largest.limit()) {
        var unused = largest.fits(Long.MAX_VALUE);
        throw new HubException(
            new Failure.Data(
                "SYN-043",
                "%s has more than %d bytes%s; it is refused. Have it made in parts, or raise hub.sync.largest-file."
                    .formatted(
                        name,
                        bomb ? UNSUSPICIOUS : largest.limit(),
                        bomb ? ", packed into a hundredth of that" : "")));
      }
    }

    @Override
    public void close() throws IOException {
      var unused = largest.fits(bytes);
      super.close();
    }
  }
}
