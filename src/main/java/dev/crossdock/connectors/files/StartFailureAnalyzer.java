package dev.crossdock.connectors.files;

import dev.crossdock.kernel.HubException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in two sentences why the hub does not start, instead of a page of stack trace. */
final class StartFailureAnalyzer extends AbstractFailureAnalyzer<HubException> {

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, HubException cause) {
    var code = cause.failure().code();
    if (!code.startsWith("CON-") && !code.startsWith("DEL-")) {
      return null;
    }
    var sentence = cause.failure().sentence();
    var move = sentence.substring(sentence.indexOf("; ") < 0 ? 0 : sentence.indexOf("; ") + 2);
    return new FailureAnalysis(
        cause.getMessage(),
        move.substring(0, 1).toUpperCase(Locale.ROOT) + move.substring(1),
        cause);
  }
}
