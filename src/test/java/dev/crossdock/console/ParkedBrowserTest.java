package dev.crossdock.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a person does with what is parked, in a real browser. */
@TestMethodOrder(org.junit.jupiter.api.MethodOrderer.MethodName.class)
class ParkedBrowserTest extends PageBrowserTest {
  @Test
  void aViewerReadsMaskedAndChangesNothing() {
    open("viewer", ConsoleHarness.VIEWER, 1280);

    page.click("text=orders/create");
    assertThat(page.locator("#raw")).containsText("\"first_name\": \"text\"");
    assertThat(page.locator("#raw mark")).hasText("\"sku\": \"text\"");
    assertThat(page.locator("#raw")).not().containsText("Jane");
    assertThat(page.locator("#replay-one")).isHidden();
    var refused =
        page.evaluate(
            "fetch('/console/parked/dismiss', {method: 'POST', body: '{\"ids\":[41]}', headers:"
                + " {'X-XSRF-TOKEN': document.cookie.match(/XSRF-TOKEN=([^;]*)/)[1]}}).then(a => a.status)");
    assertThat(refused).isEqualTo(403);
  }

  @Test
  void bFindsReadsTriesEditsAndReplays() {
    open("admin", ConsoleHarness.ADMIN, 1280);
    assertThat(page.locator("#headline")).hasText("5 wait for a person");
    picture("parked");

    page.fill("[name=text]", "Teach");
    page.keyboard().press("Enter");
    assertThat(page.locator("#rows li")).hasCount(1);
    page.locator("#rows .row").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#raw mark")).hasText("\"sku\": \"TEE-RDE-L\"");
    assertThat(page.locator("#raw")).containsText("9.90");
    assertThat(page.locator("#raw")).containsText("820982911946154508");
    page.click("#dry");
    assertThat(page.locator("#tried")).containsText("It would be parked again");
    picture("parked-one");

    page.click("#edit");
    page.fill("#draft", page.inputValue("#draft").replace("TEE-RDE-L", "TEE-RED-L"));
    page.click("#dry-draft");
    assertThat(page.locator("#tried")).containsText("It would be applied");
    picture("parked-edit");
    page.click("text=Replay the copy");
    assertThat(page.locator("#said")).containsText("Message 1042 takes its place");
    assertThat(page.locator("#empty-title")).hasText("Nothing is found by this filter.");
  }

  @Test
  void aLinkLeadsToTheJourneyOfAMessageAndBack() {
    open("viewer", ConsoleHarness.VIEWER, 1280);
    page.click("text=orders/create");
    page.click("#one-journey");
    assertThat(page.locator("#summary")).containsText("1 message heard");
    picture("journey-of-parked");

    page.locator(".step .mark", new Page.LocatorOptions().setHasText("parked")).click();
    page.click("#settle");
    assertThat(page.locator("#one-where")).containsText("message 41");
    assertThat(page.locator("#rows li").nth(3).locator("a"))
        .hasAttribute("href", "/console/journey.html?id=sku%3AMUG-DOCK");
  }

  @Test
  void cReplaysAllAndShowsHowFarItIs() {
    open("admin", ConsoleHarness.ADMIN, 1280);

    assertThat(page.evaluate("document.querySelector('#bar').clientHeight >= 34"))
        .as("its buttons can be seen whole")
        .isEqualTo(true);
    page.click("#replay-all");
    page.click("#ask-yes");
    assertThat(page.locator("#jobs-list progress")).isVisible();
    picture("parked-replay");
    assertThat(page.locator("#jobs-list")).containsText("done, 1,200 of 1,200");
  }

  @Test
  void dFitsAPhoneAndSaysWhenAllIsClear() {
    open("admin", ConsoleHarness.ADMIN, 375);
    picture("parked-phone");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(375);

    while (page.locator(".again").count() > 0) {
      var before = page.locator(".again").count();
      page.locator(".again").first().click();
      assertThat(page.locator(".again")).hasCount(before - 1);
    }
    page.check("#choose-all");
    page.click("#dismiss-chosen");
    page.click("#ask-yes");
    assertThat(page.locator("#empty-title")).hasText("All clear.");
    picture("parked-empty");
  }

  private void open(String user, String password, int width) {
    open("/console/parked.html", user, password, width, "#rows li");
  }
}
