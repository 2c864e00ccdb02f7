package dev.crossdock.platform.database;

import dev.crossdock.kernel.Room;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Turns senders away while the disk of our own database is nearly full: PostgreSQL ends in a panic
 * when it cannot write, and whoever was refused before comes again.
 *
 * <p>It looks once a second and resumes by itself, a quarter above the line at which it began, so
 * that one deleted file does not open and shut the door in turns. The disk of an external database
 * is its administrator's.
 */
@Component("diskHealthIndicator")
class DiskGuard implements Room, HealthIndicator, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(DiskGuard.class);
  private static final int SMALLEST_SHARE = 10;

  /** A disk, or what stands for one in a test. */
  interface Disk {
    long free() throws IOException;

    long size() throws IOException;
  }

  private final Disk disk;
  private final long most;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(daemon());
  private volatile boolean left = true;
  private volatile long free = Long.MAX_VALUE;
  private volatile long line;

  @Autowired
  DiskGuard(
      @Value("${hub.data-dir:.crossdock}") Path dataDir,
      DatabaseSettings settings,
      MeterRegistry meters) {
    this(disk(dataDir.resolve("postgres")), settings.diskReserve());
    if (settings.mode() == DatabaseSettings.Mode.EMBEDDED) {
      Gauge.builder("hub.disk.free", () -> free).baseUnit("bytes").register(meters);
      Gauge.builder("hub.disk.reserve", () -> line).baseUnit("bytes").register(meters);
      look();
      var unused = watch.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }
  }

  DiskGuard(Disk disk, DataSize reserve) {
    this.disk = disk;
    this.most = reserve.toBytes();
  }

  /** Looks at the disk once. */
  final void look() {
    try {
      var now = disk.free();
      line = Math.min(most, disk.size() / SMALLEST_SHARE);
      free = now;
      if (left && now < line) {
        left = false;
        LOG.error(
            "only {} MiB are free for the database, fewer than {}: webhooks are told 503 until there is more",
            now >> 20,
            line >> 20);
      } else if (!left && now >= line + line / 4) {
        left = true;
        LOG.info("{} MiB are free for the database again: webhooks are taken", now >> 20);
      }
    } catch (IOException e) {
      LOG.warn("cannot see how full the database's disk is: {}", e.getMessage());
    }
  }

  @Override
  public boolean isLeft() {
    return left;
  }

  @Override
  public Health health() {
    return (left ? Health.up() : Health.down())
        .withDetail("free", free)
        .withDetail("reserve", line)
        .build();
  }

  @Override
  public void destroy() {
    watch.shutdownNow();
  }

  private static Disk disk(Path folder) {
    return new Disk() {
      @Override
      public long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
      }

      @Override
      public long size() throws IOException {
        return Files.getFileStore(folder).getTotalSpace();
      }
    };
  }

  private static CustomizableThreadFactory daemon() {
    var threads = new CustomizableThreadFactory("disk-watch-");
    threads.setDaemon(true);
    return threads;
  }
}
