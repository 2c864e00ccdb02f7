package dev.crossdock.console.login;

import dev.crossdock.kernel.Capped;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.catalina.Session;
import org.apache.catalina.session.StandardManager;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * How many people, or browsers that look at the login page, are remembered at once. When one more
 * comes, the one that was away the longest is forgotten and signs in again: nobody can keep the
 * others out by coming often.
 */
@Component
class Sessions implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Capped {
  static final int MOST = 1_000;

  private final LongAdder forgotten = new LongAdder();
  private volatile StandardManager manager = new Few(forgotten);

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addContextCustomizers(
        context -> {
          var few = new Few(forgotten);
          few.setPathname(null);
          context.setManager(few);
          manager = few;
        });
  }

  @Override
  public List<Cap> caps() {
    return List.of(
        new Cap("login-sessions", () -> manager.getActiveSessions(), () -> MOST, forgotten::sum));
  }

  private static final class Few extends StandardManager {
    private final LongAdder forgotten;

    Few(LongAdder forgotten) {
      this.forgotten = forgotten;
    }

    @Override
    public synchronized Session createSession(String id) {
      while (getActiveSessions() >= MOST) {
        Arrays.stream(findSessions())
            .min(Comparator.comparingLong(Session::getLastAccessedTimeInternal))
            .ifPresent(Session::expire);
        forgotten.increment();
      }
      return super.createSession(id);
    }
  }
}
