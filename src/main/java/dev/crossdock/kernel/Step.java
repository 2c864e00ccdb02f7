package dev.crossdock.kernel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A method that a route in {@code routes/} may call; nothing else may be called from YAML. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Step {

  /** What it does, in one sentence for the person who reads the route. */
  String value();

  /**
   * Whether it ends its route: it then runs in one transaction that also closes the messages it was
   * given.
   */
  boolean last() default false;
}
