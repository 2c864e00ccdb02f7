package dev.crossdock.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** How a person finds out where systems disagree with us, and decides, in a real browser. */
@TestMethodOrder(org.junit.jupiter.api.MethodOrderer.MethodName.class)
class DivergenceBrowserTest extends PageBrowserTest {

  @Test
  void aViewerSeesWhatMayBeOversoldFirstAndWhyAndChangesNothing() {
    open("viewer", ConsoleHarness.VIEWER, 1280);
    assertThat(page.locator("#headline")).hasText("5 drifts, 2 may oversell");
    assertThat(page.locator("#rows li")).hasCount(5);
    assertThat(row(0).locator("b").first()).hasText("market · TEE-RED-M at MFN");
    assertThat(row(0).locator(".apart")).hasText("expected10observed14+4, 40 %");
    assertThat(row(0).locator(".why")).hasText("Cause: a manual edit there");
    assertThat(row(1).locator(".tag").first()).hasText("oversell");
    assertThat(row(2).locator(".tag").first()).hasText("lost sales");
    assertThat(row(2).locator(".by")).hasText("−104, 8.6 %");
    assertThat(row(4).locator(".apart")).containsText("is not there (minor units)");
    assertThat(page.locator("#bar")).isHidden();
    assertThat(page.locator("#held button")).hasCount(0);
    picture("divergence");

    row(0).locator(".row").focus();
    page.keyboard().press("Enter");
    assertThat(page.locator("#one-title")).isFocused();
    assertThat(page.locator("#evidence li"))
        .hasText(
            new String[] {
              "market confirmed 10 at 09:14:02, and shows 14 since 09:31:40.",
              "No movement of TEE-RED-M was heard between the two, from anybody."
            });
    assertThat(page.locator("#one-actions")).isHidden();
    assertThat(page.locator("#one-journey"))
        .hasAttribute("href", "/console/journey.html?id=sku%3ATEE-RED-M");
    var refused =
        page.evaluate(
            "fetch('/console/divergence/dismiss', {method: 'POST', body: '{\"ids\":[11]}', headers:"
                + " {'X-XSRF-TOKEN': document.cookie.match(/XSRF-TOKEN=([^;]*)/)[1]}}).then(a => a.status)");
    assertThat(refused).isEqualTo(403);
  }

  @Test
  void bFindsByChannelCauseStateAndText() {
    open("viewer", ConsoleHarness.VIEWER, 1280);
    assertThat(page.locator("#states button"))
        .hasText(
            new String[] {"2drift", "1proposed", "1healing", "1stuck", "1suspected", "closed"});

    page.selectOption("[name=channel]", "market");
    assertThat(page.locator("#rows li")).hasCount(2);
    assertThat(page.locator("#headline")).hasText("2 drifts of this sort, 2 may oversell");
    assertThat(page.locator("#states [data-state=drift] b")).hasText("1");
    assertThat(page).hasURL(java.util.regex.Pattern.compile("\\?channel=market$"));

    page.selectOption("[name=cause]", "missed-event");
    assertThat(page.locator("#rows li")).hasCount(1);
    assertThat(row(0)).containsText("CAP-BLACK");

    page.click("#clear");
    page.click("#states [data-state=suspected]");
    assertThat(page.locator("#rows li")).hasCount(1);
    assertThat(row(0)).containsText("MUG-DOCK");

    page.click("#clear");
    page.fill("[name=text]", "nobody");
    page.keyboard().press("Enter");
    assertThat(page.locator("#empty-title")).hasText("Nothing is found by this filter.");
  }

  @Test
  void cShowsWhatWasDoneBeforeAndAfter() {
    open("viewer", ConsoleHarness.VIEWER, 1280);
    page.click("#states [data-state=closed]");
    assertThat(row(0)).containsText("healed");
    row(0).locator(".row").click();
    assertThat(page.locator("#heals li")).containsText("2 → 8");
    assertThat(page.locator("#heals li")).containsText("by admin");
    picture("divergence-one");

    page.navigate(page.url().replaceAll("\\?.*", "?item=13"));
    assertThat(page.locator("#heals li")).containsText("1,100 → 1,204");
    assertThat(page.locator("#heals li")).containsText("by its policy");
  }

  @Test
  void dShowsTheLastComparisonOfEachChannelAndTheEarlierOnes() {
    open("viewer", ConsoleHarness.VIEWER, 1280);
    assertThat(page.locator("#runs tr")).hasCount(3);
    assertThat(page.locator("#runs tr").nth(1).locator(".num"))
        .hasText(new String[] {"12", "13", "9", "0", "1", "1", "2", "1.2 s"});

    page.click("#earlier");
    assertThat(page.locator("#runs tr")).hasCount(4);
    assertThat(page.locator("#runs .outcome-braked")).hasText("held by the brake");
  }

  @Test
  void eDecidesOverSeveralOnceSomebodyIsSure() {
    open("admin", ConsoleHarness.ADMIN, 1280);
    for (int i : new int[] {0, 1, 3}) {
      row(i).locator("input").check();
    }
    assertThat(page.locator("#chosen")).hasText("3 chosen");
    assertThat(page.locator("[data-do=retry]")).hasText("Retry 1");
    assertThat(page.locator("[data-do=approve]")).hasText("Approve 3");
    page.click("[data-do=approve]");
    assertThat(page.locator("#ask-title")).hasText("Correct 3 divergences?");
    page.click("#ask button[value=no]");
    assertThat(page.locator("#states [data-state=healing] b")).hasText("1");

    page.click("[data-do=approve]");
    page.click("#ask-yes");
    assertThat(page.locator("#said")).hasText("3 divergences: being corrected.");
    assertThat(page.locator("#states [data-state=healing] b")).hasText("4");

    page.click("text=order 820982911946154508");
    page.click("[data-one=dismiss]");
    page.click("#ask-yes");
    assertThat(page.locator("#said")).hasText("1 divergence: dismissed.");
    assertThat(page.locator("#rows li")).hasCount(4);
  }

  @Test
  void fLetsGoWhatTheBrakeHolds() {
    open("admin", ConsoleHarness.ADMIN, 1280);
    assertThat(page.locator("#held-list li")).containsText("erp: 412 corrections held.");
    picture("divergence-held");

    page.click("#held-list .primary");
    assertThat(page.locator("#ask-title")).hasText("Let all go: 412 corrections of erp?");
    page.click("#ask-yes");
    assertThat(page.locator("#said")).hasText("412 divergences: being corrected.");
    assertThat(page.locator("#held")).isHidden();
  }

  @Test
  void gFitsAPhone() {
    open("admin", ConsoleHarness.ADMIN, 375);
    picture("divergence-phone");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(375);

    row(0).locator(".row").click();
    assertThat(page.locator("#one")).isVisible();
    picture("divergence-one-phone");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(375);
    page.keyboard().press("Escape");
    assertThat(row(0).locator(".row")).isFocused();
  }

  private Locator row(int n) {
    return page.locator("#rows li").nth(n);
  }

  private void open(String user, String password, int width) {
    open("/console/divergence.html", user, password, width, "#rows li");
  }
}
