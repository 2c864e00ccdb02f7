package dev.crossdock.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossdock.platform.Ports;
import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class DoorsTest {
  private static final int CONSOLE = 8080;
  private static final int EDGE = 8081;

  private final Doors doors = new Doors(new TwoPorts());

  @ParameterizedTest
  @CsvSource({
    "8081, /webhooks/shop/orders/create, /webhooks/shop/orders/create, 200",
    "8081, /api/levels, /api/levels, 200",
    "8081, /, /, 404",
    "8081, /health, /health, 404",
    "8081, /jolokia, /jolokia, 404",
    "8081, /webhooksx, /webhooksx, 404",
    "8081, /webhooks/../jolokia, /jolokia, 404",
    "8081, /jolokia/..;/webhooks/x, /webhooks/x, 404",
    "8080, /, /, 200",
    "8080, /health, /health, 200",
    "8080, /webhooks/shop/orders/create, /webhooks/shop/orders/create, 404",
    "8080, /api/levels, /api/levels, 404",
    "8080, /x/../webhooks/shop, /webhooks/shop, 404"
  })
  void opensOneDoorForEachAddress(int port, String sent, String understood, int status)
      throws ServletException, IOException {
    var request = new MockHttpServletRequest("POST", sent);
    request.setServletPath(understood);
    request.setLocalPort(port);
    var response = new MockHttpServletResponse();

    doors.doFilter(request, response, new MockFilterChain());

    assertThat(response.getStatus()).isEqualTo(status);
  }

  private record TwoPorts() implements Ports {
    @Override
    public int console() {
      return CONSOLE;
    }

    @Override
    public int edge() {
      return EDGE;
    }
  }
}
