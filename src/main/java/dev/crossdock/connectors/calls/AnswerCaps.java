package dev.crossdock.connectors.calls;

import dev.crossdock.kernel.Capped;
import java.util.List;
import org.springframework.stereotype.Component;

/** How large answers of channels may be. */
@Component
class AnswerCaps implements Capped {
  @Override
  public List<Cap> caps() {
    return List.of(AnswerBody.LARGEST.cap());
  }
}
