package dev.crossdock.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** How a person sees what runs, and runs something, in a real browser. */
@TestMethodOrder(org.junit.jupiter.api.MethodOrderer.MethodName.class)
class SyncsBrowserTest extends PageBrowserTest {

  @Test
  void aViewerSeesHowFarEachIsAndHowItEnded() {
    open("viewer", ConsoleHarness.VIEWER, 1280);
    assertThat(page.locator("#headline")).hasText("2 syncs are running, 1 needs a look");
    assertThat(page.locator("#syncs > li")).hasCount(5);
    assertThat(page.locator("#snapshot-market .now"))
        .hasText("Running: 12,000 of 48,000 items, 150 a second, 4 min left.");
    assertThat(page.evaluate("document.querySelector('#snapshot-market progress').position"))
        .isEqualTo(0.25);
    assertThat(page.evaluate("document.querySelector('#snapshot-shop progress').position"))
        .as("nobody knows how many there will be")
        .isEqualTo(-1);
    assertThat(page.locator("#levels-market .last")).containsText("It is late");
    assertThat(page.locator("#levels-market .last")).containsText("It failed");
    assertThat(page.locator("#levels-market .last")).containsText("SYN-003");
    assertThat(page.locator("#stock-erp .last")).containsText("It ended well");
    assertThat(page.locator("#orders-shop .last"))
        .containsText("1,204 items on 3 pages in 7.0 s, 2 of them new");
    assertThat(page.locator("#orders-shop .next")).containsText("Next in");
    assertThat(page.locator("button:has-text('Run now')").first()).isHidden();

    page.click("#orders-shop button:has-text('History')");
    assertThat(page.locator("#runs-of-orders-shop tbody tr")).hasCount(2);
    assertThat(page.locator("#runs-of-orders-shop tbody tr").first().locator(".num"))
        .hasText(new String[] {"7.0 s", "3", "1,204", "2"});
    picture("syncs");
    page.click("#stock-erp button:has-text('History')");
    assertThat(page.locator("#runs-of-stock-erp")).containsText("No run is kept.");
  }

  @Test
  void bRunsOneNowAndCancelsIt() {
    open("admin", ConsoleHarness.ADMIN, 1280);
    page.click("#orders-shop button:has-text('Run now')");
    assertThat(page.locator("#said")).containsText("orders-shop runs now");
    assertThat(page.locator("#orders-shop progress")).isVisible();
    assertThat(page.locator("#headline")).containsText("3 syncs are running");

    page.click("#orders-shop button:has-text('Cancel')");
    assertThat(page.locator("#ask-title")).hasText("Cancel orders-shop?");
    page.click("#ask-yes");
    assertThat(page.locator("#said")).hasText("orders-shop stops after its page.");
    assertThat(page.locator("#orders-shop progress")).isHidden();
  }

  @Test
  void cFitsAPhone() {
    open("admin", ConsoleHarness.ADMIN, 375);
    page.click("#orders-shop button:has-text('History')");
    assertThat(page.locator("#runs-of-orders-shop tbody tr")).hasCount(2);
    picture("syncs-phone");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(375);
  }

  private void open(String user, String password, int width) {
    open("/console/syncs.html", user, password, width, "#syncs > li");
  }
}
