package dev.crossdock.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossdock.kernel.Capped.Cap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallConnectionsTest {
  private final CallsConfiguration calls = new CallsConfiguration();
  private final PoolingHttpClientConnectionManager connections = calls.callConnections();

  @AfterEach
  void close() {
    connections.close();
  }

  @Test
  void leavesTheOthersTheirsWhenOneSystemHasAllItMay() throws Exception {
    take("one", CallsConfiguration.CONNECTIONS_OF_ONE);

    assertThat(full("call-connections-of-one")).isTrue();
    assertThatThrownBy(() -> take("one", 1)).isInstanceOf(TimeoutException.class);
    take("two", 1);
  }

  @Test
  void opensNoMoreThanItMayToAllTogether() throws Exception {
    for (int system = 0; !full("call-connections"); system++) {
      take("system-" + system, CallsConfiguration.CONNECTIONS_OF_ONE);
    }

    assertThatThrownBy(() -> take("another", 1)).isInstanceOf(TimeoutException.class);
  }

  private boolean full(String what) {
    Map<String, Cap> caps =
        calls.callCaps(connections).caps().stream().collect(Collectors.toMap(Cap::what, c -> c));
    var cap = caps.get(what);
    return cap != null && cap.used().getAsLong() == cap.limit().getAsLong();
  }

  private void take(String system, int most) throws Exception {
    for (int i = 0; i < most; i++) {
      connections
          .lease(system, new HttpRoute(new HttpHost(system, 80)), null)
          .get(Timeout.ofMilliseconds(50));
    }
  }
}
