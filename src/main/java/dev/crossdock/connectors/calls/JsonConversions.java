package dev.crossdock.connectors.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.crossdock.kernel.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.TypeConverterExists;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.SimpleTypeConverter;
import org.springframework.stereotype.Component;

/**
 * What a kamelet gets when it asks for a document as text, bytes, a map or a list of rows: always
 * written by the hub's own JSON, so that decimals and long ids stay as they are.
 */
@Component
class JsonConversions implements CamelContextConfiguration {

  @Override
  public void beforeApplicationStart(CamelContext camel) {
    var registry = camel.getTypeConverterRegistry();
    var exists = registry.getTypeConverterExists();
    var level = registry.getTypeConverterExistsLoggingLevel();
    registry.setTypeConverterExists(TypeConverterExists.Override);
    registry.setTypeConverterExistsLoggingLevel(LoggingLevel.OFF);
    add(registry, byte[].class, Json::write);
    add(registry, String.class, Json::text);
    add(registry, InputStream.class, node -> new ByteArrayInputStream(Json.write(node)));
    add(registry, Map.class, node -> Json.mapper().convertValue(node, Map.class));
    registry.addTypeConverter(
        List.class,
        ArrayNode.class,
        new SimpleTypeConverter(
            false, (type, exchange, node) -> Json.mapper().convertValue(node, List.class)));
    registry.setTypeConverterExists(exists);
    registry.setTypeConverterExistsLoggingLevel(level);
  }

  @Override
  public void afterApplicationStart(CamelContext camel) {
    // nothing is left to do
  }

  private static void add(
      TypeConverterRegistry registry, Class<?> type, Function<JsonNode, Object> conversion) {
    registry.addTypeConverter(
        type,
        JsonNode.class,
        new SimpleTypeConverter(
            false, (wanted, exchange, node) -> conversion.apply((JsonNode) node)));
  }
}
