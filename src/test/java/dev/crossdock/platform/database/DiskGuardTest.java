package dev.crossdock.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Status;
import org.springframework.util.unit.DataSize;

/** Fault F-30, on a disk that is as full as the test says. */
class DiskGuardTest {
  private static final long MIB = 1 << 20;

  private long free;
  private long size = 100_000 * MIB;
  private boolean broken;

  private final DiskGuard guard =
      new DiskGuard(
          new DiskGuard.Disk() {
            @Override
            public long free() throws IOException {
              if (broken) {
                throw new IOException("no such disk");
              }
              return free;
            }

            @Override
            public long size() {
              return size;
            }
          },
          DataSize.ofMegabytes(256));

  @Test
  void turnsSendersAwayBelowTheReserveAndResumesAQuarterAboveIt() {
    assertThat(roomWith(256 * MIB)).isTrue();
    assertThat(roomWith(256 * MIB - 1)).isFalse();
    assertThat(guard.health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(roomWith(319 * MIB)).isFalse();
    assertThat(roomWith(320 * MIB)).isTrue();
    assertThat(guard.health().getStatus()).isEqualTo(Status.UP);
    assertThat(roomWith(257 * MIB)).isTrue();
  }

  @Test
  void asksForATenthOfASmallDiskOnly() {
    size = 1000 * MIB;

    assertThat(roomWith(100 * MIB)).isTrue();
    assertThat(roomWith(99 * MIB)).isFalse();
    assertThat(roomWith(124 * MIB)).isFalse();
    assertThat(roomWith(125 * MIB)).isTrue();
  }

  @Test
  void staysWithItsLastLookWhenTheDiskCannotBeSeen() {
    assertThat(roomWith(0)).isFalse();
    broken = true;
    assertThat(roomWith(1000 * MIB)).isFalse();
  }

  private boolean roomWith(long bytes) {
    free = bytes;
    guard.look();
    return guard.isLeft();
  }
}
