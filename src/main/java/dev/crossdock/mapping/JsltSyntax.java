package dev.crossdock.mapping;

import com.schibsted.spt.data.jslt.parser.JsltParser;
import com.schibsted.spt.data.jslt.parser.JsltParserConstants;
import com.schibsted.spt.data.jslt.parser.JsltParserTreeConstants;
import com.schibsted.spt.data.jslt.parser.ParseException;
import com.schibsted.spt.data.jslt.parser.SimpleNode;
import com.schibsted.spt.data.jslt.parser.Token;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a mapping's text shows before it runs: what it calls, and where it reckons with money. */
final class JsltSyntax extends JsltParser {
  private static final Pattern MONEY =
      Pattern.compile("price|amount|tax(?!on)|money|discount|subtotal", Pattern.CASE_INSENSITIVE);
  private static final Set<String> ARITHMETIC =
      Set.of("number", "sum", "round", "floor", "ceiling", "min", "max", "mod");

  /** A place in the text. */
  record Place(int line, String word) {}

  private final SimpleNode root;

  private JsltSyntax(String source, boolean imported) throws ParseException {
    super(new StringReader(source));
    if (imported) {
      Module();
    } else {
      Start();
    }
    root = (SimpleNode) jjtree.rootNode();
  }

  /**
   * Reads a mapping, or what mappings import.
   *
   * @throws ParseException when it is not one
   */
  static JsltSyntax of(String source, boolean imported) throws ParseException {
    return new JsltSyntax(source, imported);
  }

  /** Every function that is called, where. */
  List<Place> calls() {
    var calls = new ArrayList<Place>();
    collectCalls(root, calls);
    return calls;
  }

  /** A function of the mapping's own that comes back to itself, if there is one. */
  List<Place> recursion() {
    var declared = new HashMap<String, SimpleNode>();
    collect(root, JsltParserTreeConstants.JJTFUNCTIONDECL)
        .forEach(def -> declared.put(def.jjtGetFirstToken().next.image, def));
    var reached = new HashMap<String, Set<String>>();
    declared.forEach((name, def) -> reached.put(name, namesCalled(def)));
    return declared.entrySet().stream()
        .filter(def -> reaches(def.getKey(), def.getKey(), reached, new HashSet<>()))
        .map(def -> new Place(def.getValue().jjtGetFirstToken().beginLine, def.getKey()))
        .toList();
  }

  /** Where doubles would touch money. */
  List<Place> moneyArithmetic() {
    var found = new ArrayList<Place>();
    lookForMoney(root, false, found);
    return found;
  }

  private static void lookForMoney(SimpleNode node, boolean inMoneyField, List<Place> found) {
    var first = node.jjtGetFirstToken();
    var call = node.getId() == JsltParserTreeConstants.JJTFUNCTIONCALL;
    if (call && first.image.equals("error")) {
      return;
    }
    var inMoney =
        inMoneyField
            || (node.getId() == JsltParserTreeConstants.JJTPAIR
                && MONEY.matcher(first.image).find());
    if (reckons(node, call) && (inMoney || namesMoney(node))) {
      found.add(new Place(first.beginLine, call ? first.image + "()" : first.image));
      return;
    }
    for (var at = 0; at < node.jjtGetNumChildren(); at++) {
      lookForMoney((SimpleNode) node.jjtGetChild(at), inMoney, found);
    }
  }

  private static boolean reckons(SimpleNode node, boolean call) {
    var operator =
        node.getId() == JsltParserTreeConstants.JJTADDITIVEEXPR
            || node.getId() == JsltParserTreeConstants.JJTMULTIPLICATIVEEXPR;
    return call
        ? ARITHMETIC.contains(node.jjtGetFirstToken().image)
        : operator && node.jjtGetNumChildren() > 1;
  }

  private static boolean namesMoney(SimpleNode node) {
    for (Token token = node.jjtGetFirstToken(); token != null; token = token.next) {
      var name =
          token.kind == JsltParserConstants.IDENT || token.kind == JsltParserConstants.VARIABLE;
      if (name && !token.image.startsWith("money") && MONEY.matcher(token.image).find()) {
        return true;
      }
      if (token == node.jjtGetLastToken()) {
        return false;
      }
    }
    return false;
  }

  private static void collectCalls(SimpleNode node, List<Place> calls) {
    collect(node, JsltParserTreeConstants.JJTFUNCTIONCALL).stream()
        .map(SimpleNode::jjtGetFirstToken)
        .forEach(token -> calls.add(new Place(token.beginLine, token.image)));
  }

  private static Set<String> namesCalled(SimpleNode node) {
    var calls = new ArrayList<Place>();
    collectCalls(node, calls);
    var names = new HashSet<String>();
    calls.forEach(call -> names.add(call.word()));
    return names;
  }

  private static boolean reaches(
      String from, String target, Map<String, Set<String>> calls, Set<String> seen) {
    for (var called : calls.getOrDefault(from, Set.of())) {
      if (called.equals(target) || (seen.add(called) && reaches(called, target, calls, seen))) {
        return true;
      }
    }
    return false;
  }

  private static List<SimpleNode> collect(SimpleNode node, int kind) {
    var found = new ArrayList<SimpleNode>();
    if (node.getId() == kind) {
      found.add(node);
    }
    for (var at = 0; at < node.jjtGetNumChildren(); at++) {
      found.addAll(collect((SimpleNode) node.jjtGetChild(at), kind));
    }
    return found;
  }
}
