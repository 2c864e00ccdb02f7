package dev.crossdock.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossdock.kernel.Failure;
import dev.crossdock.kernel.HubException;
import dev.crossdock.kernel.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads XML, one part at a time, into JSON that mappings understand.
 *
 * <p>An attribute becomes {@code @name}, an element that repeats becomes a list, an element with
 * nothing but text becomes that text, and text beside attributes becomes {@code #text}. Prefixes
 * and namespaces are dropped. A DOCTYPE is refused, so nothing outside the document is ever read
 * and nothing in it can multiply; depth, text and size of a part are bounded.
 */
public final class XmlDocuments {
  private static final int DEEPEST = 64;
  private static final int LONGEST_TEXT = 64 * 1024;
  private static final int MOST_NODES = 20_000;
  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader reader;
  private int nodes;

  private XmlDocuments(XMLStreamReader reader) {
    this.reader = reader;
  }

  /**
   * A part of a document.
   *
   * @param line where it begins, counted from one
   * @param document what it says
   */
  public record Part(int line, JsonNode document) {}

  /**
   * Reads a whole document; the root element's content, without its name.
   *
   * @throws HubException {@code CON-080} when it is not XML we accept
   */
  public static JsonNode read(byte[] bytes) {
    var parts = new ArrayList<Part>(1);
    parts(new ByteArrayInputStream(bytes), null, parts::add);
    return parts.get(0).document();
  }

  /**
   * Reads a document as it streams by and hands out each element of one name, in order, as soon as
   * it is complete.
   *
   * @param element its local name, for example {@code Transaction}
   * @throws HubException {@code CON-080} when the document is not XML we accept; parts before that
   *     place have been handed out
   */
  public static void eachPart(InputStream in, String element, Consumer<Part> each) {
    parts(in, element, each);
  }

  private static void parts(InputStream in, @Nullable String element, Consumer<Part> each) {
    XMLStreamReader reader = null;
    try {
      reader = FACTORY.createXMLStreamReader(in);
      new XmlDocuments(reader).parts(element, each);
    } catch (XMLStreamException e) {
      var line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
      throw refused(line, firstLine(e), e);
    } finally {
      close(reader);
    }
  }

  private void parts(@Nullable String element, Consumer<Part> each) throws XMLStreamException {
    var depth = 0;
    while (reader.hasNext()) {
      var event = reader.next();
      refuseWhatReachesOut(event);
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (element == null || reader.getLocalName().equals(element)) {
          nodes = 0;
          var line = reader.getLocation().getLineNumber();
          each.accept(new Part(line, element(depth)));
        } else if (++depth > DEEPEST) {
          throw refused("it is nested deeper than " + DEEPEST);
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }

  private JsonNode element(int depth) throws XMLStreamException {
    if (depth > DEEPEST) {
      throw refused("it is nested deeper than " + DEEPEST);
    }
    var object = Json.mapper().createObjectNode();
    for (var at = 0; at < reader.getAttributeCount(); at++) {
      object.put("@" + reader.getAttributeLocalName(at), bounded(reader.getAttributeValue(at)));
      count();
    }
    var text = new StringBuilder();
    for (var event = reader.next();
        event != XMLStreamConstants.END_ELEMENT;
        event = reader.next()) {
      refuseWhatReachesOut(event);
      if (event == XMLStreamConstants.START_ELEMENT) {
        var name = reader.getLocalName();
        add(object, name, element(depth + 1));
      } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        bounded(text.append(reader.getText()));
      }
    }
    count();
    return made(object, text.toString().strip());
  }

  private static JsonNode made(ObjectNode object, String text) {
    if (object.isEmpty()) {
      return object.textNode(text);
    }
    return text.isEmpty() ? object : object.put("#text", text);
  }

  private static void add(ObjectNode object, String name, JsonNode child) {
    var before = object.get(name);
    if (before == null) {
      object.set(name, child);
    } else if (before instanceof ArrayNode array) {
      array.add(child);
    } else {
      object.set(name, object.arrayNode().addAll(List.of(before, child)));
    }
  }

  private void refuseWhatReachesOut(int event) {
    if (event == XMLStreamConstants.DTD) {
      throw refused("it has a DOCTYPE");
    }
    if (event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw refused("it refers to the entity '" + reader.getLocalName() + "'");
    }
  }

  private <T extends CharSequence> T bounded(T text) {
    if (text.length() > LONGEST_TEXT) {
      throw refused("it has a text longer than %d characters".formatted(LONGEST_TEXT));
    }
    return text;
  }

  private void count() {
    if (++nodes > MOST_NODES) {
      throw refused("one part has more than %d elements and attributes".formatted(MOST_NODES));
    }
  }

  private HubException refused(String why) {
    return refused(reader.getLocation().getLineNumber(), why, null);
  }

  private static HubException refused(int line, String why, @Nullable Exception cause) {
    var failure =
        new Failure.Data(
            "CON-080",
            "line %d is not XML we accept: %s. Have the sender correct it, then replay."
                .formatted(line, why));
    return cause == null ? new HubException(failure) : new HubException(failure, cause);
  }

  private static String firstLine(XMLStreamException e) {
    return String.valueOf(e.getMessage())
        .replaceFirst("(?s)^ParseError at \\[row,col\\]:\\[\\d+,\\d+]\\s*Message: ", "")
        .lines()
        .findFirst()
        .orElse("");
  }

  private static void close(@Nullable XMLStreamReader reader) {
    if (reader != null) {
      try {
        reader.close();
      } catch (XMLStreamException e) {
        // nothing is held open but memory
      }
    }
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setProperty(javax.xml.XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("it refers to something outside itself");
        });
    return factory;
  }
}
