package dev.crossdock.faults.core;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPOutputStream;

/** How a channel can answer that is no answer. */
public enum Temper {
  USUAL("as it should") {
    @Override
    void answer(HttpExchange call) {
      throw new IllegalStateException("the stand-in itself answers as it should");
    }
  },
  THROTTLED("F-40 429 with Retry-After of many shapes", 80) {
    @Override
    void answer(HttpExchange call) throws IOException {
      // none that means an hour, which nobody here waits for
      var waits = List.of("2", "0", "-1", "Wed, 21 Oct 2015 07:28:00 GMT", "soon", "");
      var wait = waits.get(ThreadLocalRandom.current().nextInt(waits.size()));
      if (!wait.isEmpty()) {
        call.getResponseHeaders().set("Retry-After", wait);
      }
      status(call, 429, "");
    }
  },
  ERRORS_WITH_200("F-41 200 that says errors") {
    @Override
    void answer(HttpExchange call) throws IOException {
      status(call, 200, "{\"errors\":[{\"message\":\"Throttled\"}]}");
    }
  },
  BROKEN("F-42 500", 30) {
    @Override
    void answer(HttpExchange call) throws IOException {
      status(call, 500, "oh no");
    }
  },
  REVOKED("F-43 401", 24) {
    @Override
    void answer(HttpExchange call) throws IOException {
      status(call, 401, "{}");
    }
  },
  GONE("F-44 404") {
    @Override
    void answer(HttpExchange call) throws IOException {
      status(call, 404, "{}");
    }
  },
  CONFLICT("F-45 409") {
    @Override
    void answer(HttpExchange call) throws IOException {
      status(call, 409, "{}");
    }
  },
  DRIBBLE("F-46 a byte a second") {
    @Override
    void answer(HttpExchange call) throws IOException {
      call.sendResponseHeaders(200, 0);
      try (var out = call.getResponseBody()) {
        for (int n = 0; n < 20; n++) {
          out.write(' ');
          out.flush();
          Thread.sleep(1_000);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  },
  EMPTY("F-47 200 and nothing") {
    @Override
    void answer(HttpExchange call) throws IOException {
      status(call, 200, "");
    }
  },
  HUNG_UP("F-47 no answer at all") {
    @Override
    void answer(HttpExchange call) {
      call.close();
    }
  },
  HTML("F-47 a page for people") {
    @Override
    void answer(HttpExchange call) throws IOException {
      call.getResponseHeaders().set("Content-Type", "text/html; charset=nonsense");
      status(call, 200, "<html><body>Back soon</body></html>");
    }
  },
  ENDLESS("F-47 a body without end") {
    @Override
    void answer(HttpExchange call) throws IOException {
      call.sendResponseHeaders(200, 0);
      try (var out = call.getResponseBody()) {
        var block = new byte[1024 * 1024];
        for (int n = 0; n < 1_024; n++) {
          out.write(block);
        }
      }
    }
  },
  BOMB("F-47 a gzip bomb") {
    @Override
    void answer(HttpExchange call) throws IOException {
      call.getResponseHeaders().set("Content-Encoding", "gzip");
      var packed = new ByteArrayOutputStream();
      try (var zip = new GZIPOutputStream(packed)) {
        for (int n = 0; n < 100; n++) {
          zip.write(new byte[1024 * 1024]);
        }
      }
      call.sendResponseHeaders(200, packed.size());
      call.getResponseBody().write(packed.toByteArray());
      call.close();
    }
  },
  ELSEWHERE("F-48 a redirect") {
    @Override
    void answer(HttpExchange call) throws IOException {
      call.getResponseHeaders().set("Location", "http://127.0.0.1:1/followed");
      status(call, 307, "");
    }
  };

  private final String sentence;
  private final int mostCalls;

  Temper(String sentence) {
    this(sentence, Integer.MAX_VALUE);
  }

  Temper(String sentence, int mostCalls) {
    this.sentence = sentence;
    this.mostCalls = mostCalls;
  }

  /** Its number in the fault matrix, and what it is. */
  public String sentence() {
    return sentence;
  }

  /** So often the hub may call three channels in nine seconds that answer so. */
  public int mostCalls() {
    return mostCalls;
  }

  /** Answers in its way. */
  abstract void answer(HttpExchange call) throws IOException;

  void status(HttpExchange call, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      call.getResponseBody().write(bytes);
    }
    call.close();
  }
}
