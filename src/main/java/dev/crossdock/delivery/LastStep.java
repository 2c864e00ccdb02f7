package dev.crossdock.delivery;

import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Step;
import dev.crossdock.kernel.Verdict;
import java.util.List;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.springframework.stereotype.Component;

/**
 * Lets the last step of a route run in the transaction that also closes the messages it was given
 * (rule R2).
 */
@Aspect
@Component
class LastStep {
  private final Closing closing;
  private final MappingsUsed mappings;

  LastStep(Closing closing, MappingsUsed mappings) {
    this.closing = closing;
    this.mappings = mappings;
  }

  @Around("@annotation(step)")
  Object around(ProceedingJoinPoint call, Step step) throws Throwable {
    if (!step.last()) {
      return call.proceed();
    }
    var given = (Batch) call.getArgs()[0];
    mappings.note(given);
    closing.close(given, batch -> verdicts(call, batch));
    return List.of();
  }

  @SuppressWarnings("unchecked")
  private static List<Verdict> verdicts(ProceedingJoinPoint call, Batch batch) {
    try {
      return (List<Verdict>) call.proceed(new Object[] {batch});
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
