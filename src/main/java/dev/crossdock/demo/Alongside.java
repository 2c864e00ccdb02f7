package dev.crossdock.demo;

import dev.crossdock.platform.HubDatabase;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Starts the stand-ins as soon as there is a database for them, holds the hub back from asking them
 * anything until they answer, and stops them before their database goes.
 */
final class Alongside
    implements ApplicationContextInitializer<ConfigurableApplicationContext>,
        ApplicationListener<ApplicationEvent> {
  private final Callable<SandboxProcess> start;
  private final CompletableFuture<SandboxProcess> started = new CompletableFuture<>();

  private Alongside(Callable<SandboxProcess> start) {
    this.start = start;
  }

  static Alongside of(SpringApplication hub, Callable<SandboxProcess> start) {
    var made = new Alongside(start);
    hub.addInitializers(made);
    hub.addListeners(made);
    return made;
  }

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    context
        .getBeanFactory()
        .addBeanPostProcessor(
            new BeanPostProcessor() {
              @Override
              public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof HubDatabase database) {
                  begin(database);
                }
                return bean;
              }
            });
  }

  private void begin(HubDatabase database) {
    if (database.sandbox().isEmpty()) {
      started.completeExceptionally(
          new IllegalStateException(
              "DEM-007 the sandbox keeps its data in the hub's embedded database, and this hub has an external one; set hub.database.mode=embedded."));
      return;
    }
    var thread =
        new Thread(
            () -> {
              try {
                started.complete(start.call());
              } catch (Exception e) {
                started.completeExceptionally(e);
              }
            },
            "sandbox-start");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void onApplicationEvent(ApplicationEvent event) {
    if (event instanceof ApplicationStartedEvent) {
      sandbox();
    } else if (event instanceof ContextClosedEvent && started.isDone() && !failed()) {
      started.join().close();
    }
  }

  private boolean failed() {
    return started.isCompletedExceptionally();
  }

  /** Once it answers. */
  SandboxProcess sandbox() {
    try {
      return started.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
    }
  }
}
