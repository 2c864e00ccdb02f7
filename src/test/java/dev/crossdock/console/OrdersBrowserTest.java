package dev.crossdock.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How a person finds an order, in a real browser. */
class OrdersBrowserTest extends PageBrowserTest {

  @Test
  void findsAnOrderByItsStateItsNumberAndWhyItIsHeld() {
    open(1280);
    assertThat(page.locator("#headline")).hasText("1 order is on hold");
    assertThat(page.locator("#rows tr")).hasCount(4);
    picture("orders");

    page.click("#states button:has-text('sent')");
    assertThat(page.locator("#rows tr")).hasCount(1);
    assertThat(page.locator("#rows")).containsText("sale, 2 shipments");
    assertThat(page.url()).endsWith("?state=sent");

    page.click("#clear");
    page.click("#states button:has-text('on hold')");
    assertThat(page.locator("#rows tr")).hasCount(1);
    assertThat(page.locator("#rows .why")).containsText("a difference of 0.05");

    page.click("#clear");
    page.fill("[name=text]", "#1003");
    page.keyboard().press("Enter");
    assertThat(page.locator("#rows tr")).hasCount(1);
    assertThat(page.locator("#rows .why")).hasText("Cancelled: customer.");
    assertThat(page.locator("#rows a")).hasAttribute("href", "/console/journey.html?id=%231003");

    page.fill("[name=text]", "nobody");
    page.keyboard().press("Enter");
    assertThat(page.locator("#empty")).hasText("Nothing is found by this filter.");
  }

  @Test
  void fitsAPhoneAndShowsWhatASystemCallsAThingAsText() {
    open(375);
    picture("orders-phone");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(375);
    assertThat(page.locator("#rows")).containsText("<b>Tee</b>");
  }

  private void open(int width) {
    open("/console/orders.html", "viewer", ConsoleHarness.VIEWER, width, "#rows tr");
  }
}
