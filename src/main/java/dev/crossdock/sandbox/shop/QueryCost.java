package dev.crossdock.sandbox.shop;

import graphql.language.Argument;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query costs before it is run: 10 for a mutation, 1 for an object, and for objects in lists
 * the logarithm of how many there may be (25 points for one product's 250 variants with their
 * inventory items, as was measured on the real API).
 */
final class QueryCost {
  static final int MOST = 1_000;
  private static final Set<String> WRAPPERS =
      Set.of("nodes", "edges", "node", "pageInfo", "userErrors", "quantities");

  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final Map<String, Object> variables;

  private QueryCost(Document document, Map<String, Object> variables) {
    this.variables = variables;
    document
        .getDefinitionsOfType(FragmentDefinition.class)
        .forEach(fragment -> fragments.put(fragment.getName(), fragment));
  }

  static int of(Document document, Map<String, Object> variables) {
    var cost = new QueryCost(document, variables);
    int sum = 0;
    for (var operation : document.getDefinitionsOfType(OperationDefinition.class)) {
      sum +=
          operation.getOperation() == OperationDefinition.Operation.MUTATION
              ? 10 * operation.getSelectionSet().getSelections().size()
              : cost.of(operation.getSelectionSet(), 1);
    }
    return Math.max(1, sum);
  }

  private int of(@Nullable SelectionSet set, long times) {
    if (set == null) {
      return 0;
    }
    int sum = 0;
    for (Selection<?> selection : set.getSelections()) {
      sum += of(selection, times);
    }
    return sum;
  }

  private int of(Selection<?> selection, long times) {
    if (selection instanceof Field field) {
      return of(field, times);
    }
    if (selection instanceof InlineFragment fragment) {
      return of(fragment.getSelectionSet(), times);
    }
    var fragment =
        selection instanceof FragmentSpread spread ? fragments.get(spread.getName()) : null;
    return fragment == null ? 0 : of(fragment.getSelectionSet(), times);
  }

  private int of(Field field, long times) {
    if (field.getSelectionSet() == null) {
      return 0;
    }
    for (var argument : field.getArguments()) {
      if (argument.getName().equals("first")) {
        var many = times * Math.max(1, length(argument));
        return logarithm(many) + of(field.getSelectionSet(), many);
      }
    }
    var own = WRAPPERS.contains(field.getName()) ? 0 : logarithm(times);
    return own + of(field.getSelectionSet(), times);
  }

  private int length(Argument argument) {
    Value<?> value = argument.getValue();
    if (value instanceof IntValue number) {
      return number.getValue().intValue();
    }
    if (value instanceof VariableReference reference
        && variables.get(reference.getName()) instanceof Number number) {
      return number.intValue();
    }
    return 1;
  }

  private static int logarithm(long many) {
    return 64 - Long.numberOfLeadingZeros(many);
  }
}
