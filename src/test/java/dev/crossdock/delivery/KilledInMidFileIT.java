package dev.crossdock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossdock.CrossdockApplication;
import dev.crossdock.WholeHub;
import dev.crossdock.platform.OwnJvm;
import dev.crossdock.platform.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The hub as a process of its own, killed while it works a till's file off. */
class KilledInMidFileIT {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<Process> started = new ArrayList<>();
  private final JdbcTemplate sql = new JdbcTemplate(DATABASE.app());

  @BeforeEach
  void stock() {
    TillsFile.stock(sql);
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void goesOnWhereItWasAndDoublesNothing(@TempDir Path data) throws Exception {
    TillsFile.drop(Files.createDirectories(data.resolve("drops").resolve("17")), "sales-1.csv");

    var first = hub(data);
    await().atMost(PATIENCE).until(() -> closed() > 500);
    first.destroyForcibly().waitFor();
    var atTheKill = closed();
    assertThat(atTheKill).as("closed when it was killed").isBetween(500, TillsFile.LINES - 500);

    hub(data);
    await().atMost(PATIENCE).until(() -> closed() == TillsFile.LINES);
    await().atMost(PATIENCE).until(() -> archived(data) == 1);

    assertThat(states()).containsExactlyInAnyOrder("applied 9993", "parked 7");
    assertThat(units()).isEqualTo(-9_993);
    assertThat(count("select count(*) from delivery_files")).isEqualTo(1);
  }

  private Process hub(Path data) throws IOException {
    var command = OwnJvm.command(CrossdockApplication.class, "-Xmx512m");
    command.add("run");
    command.addAll(WholeHub.arguments(data, DATABASE));
    var log = data.resolve("hub.log").toFile();
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    started.add(process);
    return process;
  }

  private int closed() {
    return count("select count(*) from delivery_inbox where state not in ('received', 'relayed')");
  }

  private List<String> states() {
    return sql.queryForList(
        "select state || ' ' || count(*) from delivery_inbox group by state", String.class);
  }

  private int units() {
    return count("select coalesce(sum(on_hand), 0)::integer from inventory_movements");
  }

  private int count(String question) {
    Integer count = sql.queryForObject(question, Integer.class);
    return count == null ? 0 : count;
  }

  private static long archived(Path data) throws IOException {
    var done = data.resolve("drops").resolve("done");
    if (!Files.exists(done)) {
      return 0;
    }
    try (var files = Files.walk(done)) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
