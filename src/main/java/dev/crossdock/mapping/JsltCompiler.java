package dev.crossdock.mapping;

import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.parser.ParseException;
import dev.crossdock.kernel.Finding;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compiles JSLT, with imports from inside {@code mappings/} only and nothing in reach that would
 * answer differently tomorrow.
 */
final class JsltCompiler {
  private static final Pattern LINE = Pattern.compile("line (\\d+)");
  private static final Pattern OF_THE_MESSAGE = Pattern.compile("\\$(topic|observedAt|headers)\\b");
  private static final Set<String> UNREPEATABLE = Set.of("now", "random", "uuid", "parse-time");
  private static final Collection<Function> FUNCTIONS = HostFunction.all();

  private final Path root;

  JsltCompiler(Path root) {
    this.root = root;
  }

  /**
   * Compiles one file's text.
   *
   * @throws DoesNotCompile with the line
   */
  Mapping compile(Path file, String source) {
    try {
      var expression =
          new Parser(new StringReader(source))
              .withSource(file.toString())
              .withFunctions(FUNCTIONS)
              .withResourceResolver(this::open)
              .withObjectFilter(value -> !value.isNull())
              .compile();
      refuseWhatIsUnbounded(file, JsltSyntax.of(source, false));
      return new JsltMapping(expression, OF_THE_MESSAGE.matcher(source).find());
    } catch (JsltException e) {
      throw doesNotCompile(whereIs(e, file), lineOf(e), brief(e.getMessageWithoutLocation()));
    } catch (ParseException e) {
      throw doesNotCompile(file, e.currentToken.beginLine, brief(String.valueOf(e.getMessage())));
    } catch (StackOverflowError e) {
      throw doesNotCompile(file, 1, "it is nested too deeply");
    }
  }

  private static void refuseWhatIsUnbounded(Path file, JsltSyntax syntax) {
    for (var call : syntax.calls()) {
      if (UNREPEATABLE.contains(call.word())) {
        var sentence =
            "calls %s(), which would answer differently when the message is replayed; use instant(), or a field of the message"
                .formatted(call.word());
        throw new DoesNotCompile(new Finding(file.toString(), call.line(), "MAP-022", sentence));
      }
    }
    for (var def : syntax.recursion()) {
      var sentence =
          "%s comes back to itself, and nothing bounds how often; use for instead"
              .formatted(def.word());
      throw new DoesNotCompile(new Finding(file.toString(), def.line(), "MAP-007", sentence));
    }
  }

  private Reader open(String name) {
    var wanted = root.resolve(name).normalize();
    try {
      if (!name.endsWith(".jslt") || !wanted.toRealPath().startsWith(root.toRealPath())) {
        throw new JsltException(
            "imports '%s', which is not a .jslt inside %s".formatted(name, root));
      }
      var source = Files.readString(wanted);
      refuseWhatIsUnbounded(wanted, JsltSyntax.of(source, true));
      return new StringReader(source);
    } catch (IOException e) {
      throw new JsltException("imports '%s', which is not there".formatted(name), e);
    } catch (ParseException e) {
      throw doesNotCompile(wanted, e.currentToken.beginLine, brief(String.valueOf(e.getMessage())));
    }
  }

  private Path whereIs(JsltException e, Path file) {
    var source = e.getSource();
    return source == null || source.equals(file.toString()) ? file : root.resolve(source);
  }

  private static int lineOf(JsltException e) {
    if (e.getLine() > 0) {
      return e.getLine();
    }
    var matcher = LINE.matcher(String.valueOf(e.getMessage()));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 1;
  }

  private static String brief(String message) {
    var first = message.replaceFirst("^Parse error: ", "").lines().findFirst().orElse("");
    return "does not compile: " + first.replaceAll("\\s+", " ").strip() + ".";
  }

  private static DoesNotCompile doesNotCompile(Path file, int line, String sentence) {
    return new DoesNotCompile(new Finding(file.toString(), line, "MAP-002", sentence));
  }
}
