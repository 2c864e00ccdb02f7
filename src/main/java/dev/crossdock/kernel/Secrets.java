package dev.crossdock.kernel;

import java.util.Optional;

/** Where passwords, tokens and keys are kept; the files that travel only ever name them. */
public interface Secrets {

  /**
   * The secret of that name: from the environment ({@code shop-webhook} is {@code
   * CROSSDOCK_SECRET_SHOP_WEBHOOK}), else from its file; empty when there is none or it is blank.
   */
  Optional<String> find(String name);
}
