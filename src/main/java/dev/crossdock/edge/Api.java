package dev.crossdock.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossdock.connectors.ApiTokens;
import dev.crossdock.connectors.Channel;
import dev.crossdock.connectors.Channels;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedRuntimeException;
import org.springframework.stereotype.Component;

/**
 * What storefronts and tills ask of the hub, below {@code /api/v1/<channel>/}. Whoever cannot be
 * answered is told why as a problem document (RFC 9457).
 */
@Component
class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final Failure NO_ANSWER =
      new Failure.Transient(
          "EDG-010", "nothing could be decided now. Ask again, with the same key if there is one.");

  static final String PREFIX = "/api/v1/";

  private static final Pattern ADDRESS =
      Pattern.compile("/api/v1/([a-z0-9-]{1,64})/([a-z]{1,32})((?:/[A-Za-z0-9._:-]{1,128}){0,2})");
  private static final int LARGEST_BODY = 64 * 1024;

  private final ApiTokens tokens;
  private final Channels channels;
  private final Map<String, ApiResource> resources;

  Api(ApiTokens tokens, Channels channels, List<ApiResource> resources) {
    this.tokens = tokens;
    this.channels = channels;
    this.resources =
        resources.stream().collect(Collectors.toMap(ApiResource::name, Function.identity()));
  }

  void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try {
      var answer = answer(request);
      send(response, answer.status(), "application/json", answer.body());
    } catch (ApiRefusal e) {
      problem(response, e.status(), null, String.valueOf(e.getMessage()));
    } catch (HubException e) {
      failed(response, e.failure());
    } catch (NestedRuntimeException e) {
      LOG.atWarn().setCause(e).log("a call could not be answered");
      failed(response, NO_ANSWER);
    }
  }

  private ApiAnswer answer(HttpServletRequest request) throws IOException, ApiRefusal {
    var address = ADDRESS.matcher(request.getRequestURI());
    var resource = address.matches() ? resources.get(address.group(2)) : null;
    if (resource == null) {
      throw new ApiRefusal(404, "There is nothing at this address.");
    }
    var channel = address.group(1);
    if (!tokens.verify(channel, request.getHeader("Authorization"))) {
      throw new ApiRefusal(401, "The token is missing or is not this channel's.");
    }
    mayAsk(channel, resource);
    return resource.answer(
        new ApiCall(
            channel,
            request.getMethod(),
            Stream.of(address.group(3).split("/")).filter(part -> !part.isEmpty()).toList(),
            request.getQueryString(),
            request.getHeader("Idempotency-Key"),
            body(request)));
  }

  private void mayAsk(String channel, ApiResource resource) throws ApiRefusal {
    var roles = channels.find(channel).map(Channel::roles).orElse(Set.of());
    if (Collections.disjoint(roles, resource.askers())) {
      throw new ApiRefusal(
          403,
          "Only a channel with the role %s may ask for %s."
              .formatted(
                  resource.askers().stream().sorted().collect(Collectors.joining(" or ")),
                  resource.name()));
    }
  }

  private static byte[] body(HttpServletRequest request) throws IOException, ApiRefusal {
    var body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new ApiRefusal(413, "The body is larger than 64 KiB.");
    }
    return body;
  }

  /** What passes is asked again; what does not is the question's own fault. */
  private static void failed(HttpServletResponse response, Failure failure) throws IOException {
    if (failure.passes()) {
      response.setHeader("Retry-After", "1");
    }
    var status = failure.passes() ? 503 : failure instanceof Failure.Data ? 422 : 500;
    problem(response, status, failure.code(), failure.sentence());
  }

  private static void problem(
      HttpServletResponse response, int status, @Nullable String code, String title)
      throws IOException {
    if (status == 401) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    var problem = Json.mapper().createObjectNode().put("title", title).put("status", status);
    if (code != null) {
      problem.put("code", code);
    }
    send(response, status, "application/problem+json", problem);
  }

  private static void send(HttpServletResponse response, int status, String type, JsonNode body)
      throws IOException {
    var bytes = Json.write(body);
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
