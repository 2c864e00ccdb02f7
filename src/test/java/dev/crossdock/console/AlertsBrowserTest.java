package dev.crossdock.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** How a person hears of what must be seen to, and sees to it, in a real browser. */
@TestMethodOrder(org.junit.jupiter.api.MethodOrderer.MethodName.class)
class AlertsBrowserTest extends PageBrowserTest {

  @Test
  void aViewerReadsWhatWasToldToWhomAndChangesNothing() {
    open("viewer", ConsoleHarness.VIEWER, 1280);
    assertThat(page.locator("#headline")).hasText("2 alerts for somebody to see to");
    assertThat(page.locator("#alerts > li")).hasCount(4);
    assertThat(alert("market")).containsText("market refuses our credential (401).");
    assertThat(alert("market")).containsText("for 13 min · 3 times");
    assertThat(alert("market")).containsText("owner marketplaces");
    assertThat(alert("market").locator("summary")).hasText("2 notices, 1 not sent");
    alert("market").locator("summary").click();
    assertThat(alert("market").locator(".notices")).containsText("answered 410 Gone.");
    assertThat(alert("erp")).containsText("acknowledged by admin");
    assertThat(alert("erp")).containsText("Nobody outside was told");
    assertThat(alert("erp").locator("a")).hasAttribute("href", "/console/syncs.html#stock-erp");
    assertThat(page.locator("#alerts button")).hasCount(0);
    picture("alerts");

    page.click("#kinds button:has-text('late')");
    assertThat(page.locator("#alerts > li")).hasCount(1);
  }

  @Test
  void bSeesToOneAndIsLeftAloneByAnother() {
    open("admin", ConsoleHarness.ADMIN, 1280);
    alert("market").locator("[data-do=acknowledge]").click();
    assertThat(page.locator("#said"))
        .hasText("market: you see to it. It closes by itself when it is over.");
    assertThat(page.locator("#headline")).hasText("1 alert for somebody to see to");
    assertThat(alert("market").locator(".seen-acknowledged")).hasText("acknowledged by admin");

    alert("shop").locator("[data-do=tomorrow]").click();
    assertThat(alert("shop").locator(".seen-snoozed")).containsText("8:00:00");
    assertThat(page.locator("#headline")).hasText("4 alerts, all seen to");

    alert("market").locator("[data-do=release]").click();
    assertThat(page.locator("#headline")).hasText("1 alert for somebody to see to");
    assertThat(alert("market").locator(".seen-open")).hasText("open");
  }

  @Test
  void cFitsAPhone() {
    open("admin", ConsoleHarness.ADMIN, 375);
    picture("alerts-phone");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(375);
  }

  private Locator alert(String channel) {
    return page.locator("#alerts > li:has(h2:text-matches('^" + channel + "( |$)'))");
  }

  private void open(String user, String password, int width) {
    open("/console/alerts.html", user, password, width, "#alerts > li");
  }
}
