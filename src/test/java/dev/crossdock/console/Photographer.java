package dev.crossdock.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes the pictures of the README from a running hub.
 *
 * <p>{@code Photographer http://localhost:8080 admin <file with the password> <folder>}; with a
 * fifth word {@code all} also the phone, the dark and the Hawtio pictures.
 */
final class Photographer {
  private Photographer() {}

  /** One picture to take. */
  private record Shot(String name, String path, int width, int height, ColorScheme colours) {
    /** What is there once the page is. */
    String ready() {
      if (path.equals(JOURNEY)) {
        return ".step";
      }
      return path.equals("/")
          ? "#stock-body tr"
          : path.endsWith("crossdock") ? "#crossdock-tab table" : "text=Routes";
    }
  }

  /** The order that the made-up figures of the preview know. */
  private static final String JOURNEY = "/console/journey.html?id=%231042";

  private static final Shot README = new Shot("first-page", "/", 1280, 900, ColorScheme.LIGHT);
  private static final List<Shot> OTHERS =
      List.of(
          new Shot("first-page-dark", "/", 1280, 900, ColorScheme.DARK),
          new Shot("first-page-tablet", "/", 820, 1100, ColorScheme.LIGHT),
          new Shot("first-page-phone", "/", 375, 812, ColorScheme.LIGHT),
          new Shot("first-page-phone-dark", "/", 375, 812, ColorScheme.DARK),
          new Shot("journey", JOURNEY, 1280, 900, ColorScheme.LIGHT),
          new Shot("journey-dark", JOURNEY, 1280, 900, ColorScheme.DARK),
          new Shot("journey-phone", JOURNEY, 375, 812, ColorScheme.LIGHT),
          new Shot("crossdock-tab", "/hawtio/crossdock", 1280, 900, ColorScheme.LIGHT),
          new Shot("crossdock-tab-phone", "/hawtio/crossdock", 375, 812, ColorScheme.LIGHT),
          new Shot("crossdock-tab-dark", "/hawtio/crossdock", 1280, 900, ColorScheme.DARK),
          new Shot("camel", "/hawtio/camel", 1280, 900, ColorScheme.LIGHT));

  /** The address, the user, the file with the password, the folder. */
  public static void main(String[] args) throws Exception {
    var password = Files.readString(Path.of(args[2])).strip();
    var folder = Path.of(args[3]);
    try (var chromium = Chromium.start()) {
      take(chromium.browser(), args[0], args[1], password, folder, README);
      if (args.length > 4) {
        login(chromium.browser(), args[0], folder, ColorScheme.LIGHT, 1280);
        login(chromium.browser(), args[0], folder, ColorScheme.DARK, 375);
        for (var shot : OTHERS) {
          take(chromium.browser(), args[0], args[1], password, folder, shot);
        }
      }
    }
  }

  private static void login(
      Browser browser, String hub, Path folder, ColorScheme colours, int width) {
    try (var context = context(browser, new Shot("", "", width, 800, colours))) {
      var page = context.newPage();
      page.navigate(hub + "/login");
      picture(page, folder.resolve("login-" + width + ".png"));
    }
  }

  private static void take(
      Browser browser, String hub, String user, String password, Path folder, Shot shot) {
    try (var context = context(browser, shot)) {
      var page = context.newPage();
      page.navigate(hub + shot.path());
      page.fill("#username", user);
      page.fill("#password", password);
      page.click("button[type=submit]");
      page.waitForSelector(shot.ready(), new Page.WaitForSelectorOptions().setTimeout(120_000));
      page.waitForTimeout(4_000); // a few figures' time, so that the picture shows life
      picture(page, folder.resolve(shot.name() + ".png"));
    }
  }

  private static BrowserContext context(Browser browser, Shot shot) {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setViewportSize(shot.width(), shot.height())
            .setDeviceScaleFactor(1.5)
            .setColorScheme(shot.colours()));
  }

  private static void picture(Page page, Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }
}
