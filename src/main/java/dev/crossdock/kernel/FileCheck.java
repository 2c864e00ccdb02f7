package dev.crossdock.kernel;

import java.nio.file.Path;
import java.util.List;

/**
 * Looks over one file of {@code routes/}, {@code connectors/}, {@code mappings/} or {@code
 * config/}.
 */
public interface FileCheck {

  /** What is wrong with it; empty when it may be used. */
  List<Finding> check(Path file);
}
