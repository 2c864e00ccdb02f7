package dev.crossdock.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void readsOneValueOfADocument() {
    assertThat(at("{\"a\":{\"b\":[\"x\",{\"n\":1001}]}}", "/a/b/1/n")).hasValue("1001");
    assertThat(at("{\"name\":\"#1001\",\"n\":1}", "/name")).hasValue("#1001");
  }

  @Test
  void readsNoFurtherThanThat() {
    assertThat(at("{\"name\":\"#1001\", and then nonsense", "/name")).hasValue("#1001");
  }

  @Test
  void hasNoTextForWhatIsNotThereOrIsNotPlain() {
    assertThat(at("{\"a\":{\"b\":1}}", "/a")).isEmpty();
    assertThat(at("{\"a\":{\"b\":1}}", "/c")).isEmpty();
    assertThat(at("{\"a\":null}", "/a/b")).isEmpty();
    assertThat(at("nonsense", "/a")).isEmpty();
  }

  private static Optional<String> at(String document, String pointer) {
    return Json.textAt(document.getBytes(UTF_8), JsonPointer.compile(pointer));
  }
}
