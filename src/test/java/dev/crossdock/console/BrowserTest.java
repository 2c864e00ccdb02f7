package dev.crossdock.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a person does first, in a real browser. */
class BrowserTest extends ConsoleTest {
  private static final double PATIENCE_MILLIS = 120_000;
  private static @Nullable Chromium chromium;

  @LocalServerPort int port;
  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void startChromium() {
    if (Chromium.installed().isEmpty()) {
      var sentence =
          "BROWSER TESTS ARE SKIPPED: there is no Chromium on this machine. Install it, or set"
              + " CROSSDOCK_DEMAND_BROWSER=true to have this fail instead.";
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

  @BeforeEach
  void openAWindow() {
    open(1280, 900);
  }

  @AfterEach
  void closeTheWindow() {
    context.close();
  }

  @Test
  void saysWhatSomebodyMustLookAt() {
    page.navigate(at("/"));
    signIn("viewer", ConsoleHarness.VIEWER);

    assertThat(page.locator("#cases-list li")).containsText("market refuses our credential (401).");
  }

  @Test
  void letsOnlyThoseInWhoKnowThePassword() {
    page.navigate(at("/"));
    assertThat(page).hasTitle("Sign in · Crossdock");

    signIn("admin", "admin-password-of-someone-else");
    assertThat(page.getByRole(com.microsoft.playwright.options.AriaRole.ALERT))
        .hasText("That user and password do not belong together.");

    signIn("viewer", ConsoleHarness.VIEWER);
    assertThat(page).hasURL(at("/") + "?continue");
    assertThat(page.locator("h1")).containsText("drifted");

    page.click("#leave");
    assertThat(page.locator("[role=status]")).hasText("You are signed out.");
    page.navigate(at("/console/live"));
    assertThat(page).hasTitle("Sign in · Crossdock");
  }

  @Test
  void showsStockAndAccountsAsTheyChange() {
    page.navigate(at("/"));
    signIn("viewer", ConsoleHarness.VIEWER);

    assertThat(page.locator("#pulse-word")).hasText("live");
    assertThat(page.locator("#stock-body tr")).hasCount(12);
    assertThat(page.locator("#stock-body td[data-state=lag]"))
        .hasAttribute("aria-label", java.util.regex.Pattern.compile("on its way to"));
    assertThat(page.locator("#stock-body td[data-state=drift] small")).containsText("≠");
    assertThat(page.locator("#channels .verdict.balanced")).hasCount(4);
    var before = page.locator("#total").innerText();
    assertThat(page.locator("#total")).not().hasText(before);
    assertThat(page.locator("#total .verdict")).hasText("✓ balances");

    page.click("#pause");
    assertThat(page.locator("#pulse-word")).hasText("paused");
    assertThat(complaints).isEmpty();
  }

  @Test
  void showsWhoDiffersWhatDriftedAndWhatRuns() {
    page.navigate(at("/"));
    signIn("viewer", ConsoleHarness.VIEWER);

    assertThat(page.locator("h1")).hasText("3 levels have drifted");
    assertThat(page.locator("#f-alerts")).hasText("2");
    assertThat(page.locator("#strips .who")).hasText(new String[] {"Shop", "Market", "ERP"});
    var market = page.locator("#strips li").nth(1);
    assertThat(market.locator(".counts > span"))
        .hasText(new String[] {"10 agree", "1 on the way", "2 drifted"});
    assertThat(
            market
                .locator(".agreement i")
                .evaluateAll("parts => parts.map(part => Number(part.style.flexGrow))"))
        .isEqualTo(List.of(10, 1, 2));
    assertThat(market.locator(".found"))
        .hasText("1 drift, 1 proposed, 1 suspected · stock compared 4 min ago, 9 of 13 agreed");
    assertThat(page.locator("#strips li").first().locator(".found"))
        .containsText("1 healing, 1 order differs");

    assertThat(page.locator("#newest li")).hasCount(5);
    var newest = page.locator("#newest li").first();
    assertThat(newest).containsText("Market · TEE-RED-M at MFN");
    assertThat(newest).containsText("expected 10, observed 14 (+4, 40 %)");
    assertThat(newest).containsText("Cause: a manual edit there.");

    assertThat(page.locator("#running li")).hasCount(2);
    assertThat(page.locator("#running li").first())
        .containsText("12,000 of 48,000 items, 150 a second, 4 min left");
    assertThat(page.locator("#running progress").first().evaluate("bar => bar.position"))
        .isEqualTo(0.25);
    assertThat(page.locator("#rested li")).hasCount(3);
    assertThat(page.locator("#rested [data-state=amiss]")).containsText("levels-market");
    assertThat(complaints).isEmpty();

    newest.locator("a").click();
    assertThat(page.locator("#one-title")).hasText("market · TEE-RED-M at MFN");
  }

  @Test
  void findsOneOrderOverAllSystems() {
    page.navigate(at("/"));
    signIn("viewer", ConsoleHarness.VIEWER);
    page.fill(".find input", "#1042");
    page.press(".find input", "Enter");

    assertThat(page.locator("#summary")).containsText("2 steps still to come");
    assertThat(page.locator("#lanes div"))
        .hasText(new String[] {"Shopshopify", "Hubdecides", "Marketamazon", "ERPerp"});
    assertThat(page.locator(".yet")).hasText("still to come");
    assertThat(page.locator("#pane-why")).containsText("You exceeded your quota");

    page.getByText("duplicate: changes nothing").first().click();
    assertThat(page.locator("#pane-why")).containsText("letter for letter");

    page.fill("#id", "nobody-knows-this");
    page.click("#look button");
    assertThat(page.locator("#summary")).hasText("Nothing is known by that name.");
    assertThat(complaints).isEmpty();
  }

  @Test
  void fitsAPhone() {
    context.close();
    open(375, 812);
    page.navigate(at("/"));
    signIn("viewer", ConsoleHarness.VIEWER);
    assertThat(page.locator("#stock-body tr")).hasCount(12);

    var width = page.evaluate("document.documentElement.scrollWidth");

    assertThat(width).isEqualTo(375);

    page.navigate(at("/console/journey.html?id=%231042"));
    assertThat(page.locator("#summary")).containsText("still to come");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(375);
  }

  @Test
  void showsOperationsBehindTheSameLogin() {
    page.navigate(at("/hawtio/crossdock"));
    signIn("admin", ConsoleHarness.ADMIN);

    assertThat(page.locator("#crossdock-tab tbody").first()).containsText("Shop");
    assertThat(page.locator("#crossdock-tab tbody").first()).containsText("✓");
    assertThat(page.locator("nav").getByText("Quartz")).isVisible();

    page.navigate(at("/hawtio/camel"));
    assertThat(page.getByText("From timer:tick")).isVisible();
    page.getByText("Routes", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("table")).containsText("Started");
    assertThat(complaints).isEmpty();
  }

  private void open(int width, int height) {
    var options = new Browser.NewContextOptions().setViewportSize(width, height);
    context = java.util.Objects.requireNonNull(chromium).browser().newContext(options);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        said -> {
          if (said.text().contains("Content Security Policy")) {
            complaints.add(said.text());
          }
        });
  }

  private void signIn(String user, String password) {
    page.fill("#username", user);
    page.fill("#password", password);
    page.click("button[type=submit]");
  }

  private String at(String path) {
    return "http://localhost:" + port + path;
  }
}
