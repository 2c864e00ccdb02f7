package dev.crossdock.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A page of the console in a real browser; a complaint of its scripts fails the test. */
abstract class PageBrowserTest extends ConsoleTest {
  private static final double PATIENCE_MILLIS = 60_000;
  private static @Nullable Chromium chromium;

  @LocalServerPort int port;
  private final List<String> complaints = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // each test opens its own
  private BrowserContext context;

  @SuppressWarnings("NullAway.Init")
  Page page;

  @BeforeAll
  static void startChromium() {
    if (Chromium.installed().isEmpty()) {
      var sentence = "BROWSER TESTS ARE SKIPPED: there is no Chromium on this machine.";
      if (Chromium.demanded()) {
        throw new AssertionError(sentence);
      }
      System.err.println(sentence);
      abort(sentence);
    }
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    chromium = Chromium.start();
  }

  @AfterAll
  static void stopChromium() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @AfterEach
  void closeTheWindow() {
    assertThat(complaints).isEmpty();
    context.close();
  }

  /** Signs in, and waits until the page has rows. */
  void open(String path, String user, String password, int width, String row) {
    var options =
        new Browser.NewContextOptions()
            .setViewportSize(width, 900)
            .setColorScheme(width < 400 ? ColorScheme.DARK : ColorScheme.LIGHT);
    context = Objects.requireNonNull(chromium).browser().newContext(options);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    page = context.newPage();
    page.onPageError(complaints::add);
    page.navigate("http://localhost:" + port + path);
    page.fill("#username", user);
    page.fill("#password", password);
    page.click("button[type=submit]");
    PlaywrightAssertions.assertThat(page.locator(row).first()).isVisible();
  }

  /** For whoever works on the looks: {@code target/pictures}. */
  void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target/pictures", name + ".png"))
            .setFullPage(true));
  }
}
