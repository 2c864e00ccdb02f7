package dev.crossdock.connectors.calls;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.springframework.beans.factory.DisposableBean;

/**
 * No call lasts longer than it may, and no answer is read further than it may be, whatever the
 * other side does: a timeout of the socket begins anew with every byte, and a small packed body can
 * be a gigabyte unpacked (rule R14).
 */
final class CallBounds implements HttpClientConfigurer, ExecChainHandler, DisposableBean {
  private static final String NAME = "call-bounds";

  private final Duration longest;
  private final int mostBytes;
  private final ScheduledThreadPoolExecutor clock;

  /**
   * Sets the bounds.
   *
   * @param longest from the first byte we send to the last we read
   * @param mostBytes of an answer, unpacked; reading ends after one more
   */
  CallBounds(Duration longest, int mostBytes) {
    this.longest = longest;
    this.mostBytes = mostBytes;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              var thread = new Thread(work, NAME);
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void configureHttpClient(HttpClientBuilder builder) {
    builder.addExecInterceptorFirst(NAME, this);
    // what Camel's own settings say of it is set back after ours; a 503 would be repeated unseen
    builder.disableAutomaticRetries();
  }

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    var end = clock.schedule(() -> cut(scope), longest.toMillis(), TimeUnit.MILLISECONDS);
    try {
      var response = chain.proceed(request, scope);
      var entity = response.getEntity();
      if (entity == null) {
        end.cancel(false);
      } else {
        response.setEntity(new Bounded(entity, end, scope));
      }
      return response;
    } catch (IOException | HttpException | RuntimeException e) {
      end.cancel(false);
      throw e;
    }
  }

  private static void cut(ExecChain.Scope scope) {
    if (scope.originalRequest instanceof Cancellable call) {
      call.cancel();
    }
  }

  @Override
  public void destroy() {
    clock.shutdownNow();
  }

  private final class Bounded extends HttpEntityWrapper {
    private final Future<?> end;
    private final ExecChain.Scope scope;

    Bounded(HttpEntity entity, Future<?> end, ExecChain.Scope scope) {
      super(entity);
      this.end = end;
      this.scope = scope;
    }

    @Override
    public InputStream getContent() throws IOException {
      return new Until(super.getContent(), end, scope, mostBytes + 1L);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (var in = getContent()) {
        in.transferTo(out);
      }
    }

    @Override
    public void close() throws IOException {
      end.cancel(false);
      super.close();
    }
  }

  /** Ends early; what is left is not read to keep the connection, it is cut. */
  private static final class Until extends FilterInputStream {
    private final Future<?> end;
    private final ExecChain.Scope scope;
    private long left;

    Until(InputStream in, Future<?> end, ExecChain.Scope scope, long most) {
      super(in);
      this.end = end;
      this.scope = scope;
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      if (left <= 0) {
        return -1;
      }
      var read = super.read();
      left -= read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      var read = super.read(into, from, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public void close() throws IOException {
      end.cancel(false);
      if (left <= 0) {
        cut(scope);
      }
      try {
        super.close();
      } catch (IOException e) {
        if (left > 0) {
          throw e;
        }
      }
    }
  }
}
