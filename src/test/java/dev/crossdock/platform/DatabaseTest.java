package dev.crossdock.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  @Test
  void tellsTheTimeInSql() {
    var now =
        JdbcClient.create(DATABASE.app())
            .sql("select crossdock_now()")
            .query(OffsetDateTime.class)
            .single();
    assertThat(now).isNotNull();
  }

  @Test
  void letsTheRunningHubUseTablesButNotMakeThem() {
    var owner = JdbcClient.create(DATABASE.owner());
    var app = JdbcClient.create(DATABASE.app());
    owner
        .sql("create table platform_probe (id bigint generated always as identity, word text)")
        .update();

    assertThat(app.sql("insert into platform_probe (word) values ('x')").update()).isEqualTo(1);
    assertThatThrownBy(() -> app.sql("create table mine (id int)").update())
        .hasStackTraceContaining("permission denied");
    assertThatThrownBy(() -> app.sql("truncate platform_probe").update())
        .hasStackTraceContaining("permission denied");
  }

  @Test
  void asksEverybodyForAPassword() {
    var stranger = new DatabaseLogin(DATABASE.login("postgres").url(), "postgres", "guess");
    assertThatThrownBy(stranger::connect)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void keepsTheSandboxOutOfOurTables() {
    var sandbox = TestDatabase.sandbox();
    var intruder =
        new DatabaseLogin(DATABASE.login("sandbox").url(), sandbox.user(), sandbox.password());
    assertThatThrownBy(intruder::connect).hasStackTraceContaining("permission denied");
  }
}
